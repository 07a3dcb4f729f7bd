/* SPDX-License-Identifier: MIT */
/*
 * format.c: printf at the end of a string.
 *
 * The text is made somewhere else before the string is touched, because the arguments may be its own
 * bytes: on the stack if it is short, else in the block that becomes the string's.
 */
#include <freehold/string.h>

#include <errno.h>
#include <stdio.h>

enum { FORMAT_SHORT = 256 };

/* The longest width or precision in a format, in digits. */
enum { FORMAT_DIGITS = 6 };

/* Is one conversion, behind its '%', harmless? Moves on behind it. */
static bool format_conversion_is_safe(char const **format)
{
    char const *at = *format;
    while (*at != '\0' && strchr("-+ #0'I123456789.*$hlLqjzt", *at) != NULL) {
        size_t digits = strspn(at, "0123456789");
        if (digits > FORMAT_DIGITS)
            return false;
        at += digits != 0 ? digits : 1;
    }
    *format = *at != '\0' ? at + 1 : at;
    return *at != 'n';
}

/* WHY asked: with a format that came from outside, %n writes to memory, and a width of 2147483647 takes
 * seconds and gigabytes. */
static bool format_is_safe(char const *format)
{
    while ((format = strchr(format, '%')) != NULL) {
        format++;
        if (!format_conversion_is_safe(&format))
            return false;
    }
    return true;
}

static fh_status format_failure(void)
{
    return errno == EOVERFLOW ? FH_ERR_CAPACITY_OVERFLOW : FH_ERR_INVALID;
}

static fh_status format_check(char const *bytes, size_t length)
{
    return fh_str_valid_up_to(bytes, length) == length ? FH_OK : FH_ERR_UTF8;
}

/* A text of `length` bytes, too long for the stack: a new block with the old text and the new one. */
__attribute__((format(printf, 3, 0))) static fh_status
format_long(fh_string *self, size_t length, char const *format, va_list arguments)
{
    fh_string grown = {0};
    fh_status status;
    size_t cap = self->cap + self->cap / 2;
    size_t needed;
    if (__builtin_add_overflow(self->len, length, &needed))
        return FH_ERR_CAPACITY_OVERFLOW;
    FH_TRY(fh_string_try_with_capacity(cap > needed ? cap : needed, &grown));
    if (vsnprintf(grown.ptr + self->len, length + 1, format, arguments) != (int)length)
        status = FH_ERR_INVALID;
    else
        status = format_check(grown.ptr + self->len, length);
    if (status != FH_OK) {
        fh_string_drop(&grown);
        return status;
    }
    if (self->len != 0)
        memcpy(grown.ptr, self->ptr, self->len);
    grown.len = self->len + length;
    fh_string_set(self, grown);
    return FH_OK;
}

fh_status fh_string_try_vappendf(fh_string *self, char const *format, va_list arguments)
{
    char text[FORMAT_SHORT];
    va_list again;
    fh_status status;
    int length;
    if (!format_is_safe(format))
        return FH_ERR_INVALID;
    va_copy(again, arguments);
    length = vsnprintf(text, sizeof(text), format, arguments);
    if (length < 0)
        status = format_failure();
    else if ((size_t)length >= sizeof(text))
        status = format_long(self, (size_t)length, format, again);
    else
        status = format_check(text, (size_t)length);
    va_end(again);
    if (status == FH_OK && (size_t)length < sizeof(text))
        status = fh_string_try_push_str(self, (fh_str){.ptr = text, .len = (size_t)length});
    return status;
}

fh_status fh_string_try_appendf(fh_string *self, char const *format, ...)
{
    va_list arguments;
    fh_status status;
    va_start(arguments, format);
    status = fh_string_try_vappendf(self, format, arguments);
    va_end(arguments);
    return status;
}

void fh_string_appendf(fh_string *self, char const *format, ...)
{
    va_list arguments;
    fh_status status;
    va_start(arguments, format);
    status = fh_string_try_vappendf(self, format, arguments);
    va_end(arguments);
    if (status != FH_OK && status != FH_ERR_NOMEM)
        fhi_panic("fh_string", "appendf", fh_status_message(status));
    fhi_expect(status);
}
