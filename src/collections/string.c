/* SPDX-License-Identifier: MIT */
/*
 * string.c: a text that grows.
 */
#include "utf8.h"

#include <freehold/string.h>

/* A first block of 16 bytes. */
enum { STRING_LEAST = 15 };

/* ---- room ----------------------------------------------------------------------------------- */

static fh_status string_layout(size_t cap, fh_layout *out)
{
    if (cap >= (size_t)PTRDIFF_MAX)
        return FH_ERR_CAPACITY_OVERFLOW;
    *out = (fh_layout){.size = cap + 1, .align = 1};
    return FH_OK;
}

static fh_status string_set_capacity(fh_string *self, size_t cap)
{
    fh_layout from = {.size = self->cap + 1, .align = 1};
    fh_layout to;
    void *ptr = NULL;
    FH_TRY(string_layout(cap, &to));
    FH_TRY(fhi_reallocate(self->ptr, from, to, &ptr));
    self->ptr = (char *)ptr;
    self->ptr[self->len] = '\0';
    self->cap = cap;
    return FH_OK;
}

/* A capacity for `additional` bytes more: twice the one before, so that n appends copy O(n) bytes. */
static fh_status string_next_capacity(fh_string const *self, size_t additional, size_t *out)
{
    size_t needed;
    size_t doubled = self->cap * 2 + 1;
    if (__builtin_add_overflow(self->len, additional, &needed))
        return FH_ERR_CAPACITY_OVERFLOW;
    if (doubled < STRING_LEAST)
        doubled = STRING_LEAST;
    *out = doubled < needed || doubled >= (size_t)PTRDIFF_MAX ? needed : doubled;
    return FH_OK;
}

fh_status fh_string_try_reserve(fh_string *self, size_t additional)
{
    size_t cap;
    if (additional <= self->cap - self->len)
        return FH_OK;
    FH_TRY(string_next_capacity(self, additional, &cap));
    return string_set_capacity(self, cap);
}

void fh_string_reserve(fh_string *self, size_t additional)
{
    fhi_expect(fh_string_try_reserve(self, additional));
}

fh_status fh_string_try_with_capacity(size_t capacity, fh_string *out)
{
    fh_string fresh = {0};
    if (capacity != 0)
        FH_TRY(string_set_capacity(&fresh, capacity));
    *out = fresh;
    return FH_OK;
}

fh_string fh_string_with_capacity(size_t capacity)
{
    fh_string fresh = {0};
    fhi_expect(fh_string_try_with_capacity(capacity, &fresh));
    return fresh;
}

fh_status fh_string_try_shrink_to_fit(fh_string *self)
{
    if (self->len == 0)
        fh_string_drop(self);
    return self->len == self->cap ? FH_OK : string_set_capacity(self, self->len);
}

void fh_string_shrink_to_fit(fh_string *self)
{
    (void)(fh_string_try_shrink_to_fit(self) == FH_OK);
}

/* ---- beginning ------------------------------------------------------------------------------ */

fh_status fh_string_try_from(fh_str text, fh_string *out)
{
    fh_string fresh = {0};
    FH_TRY(fh_string_try_with_capacity(text.len, &fresh));
    if (text.len != 0) {
        memcpy(fresh.ptr, text.ptr, text.len);
        fresh.len = text.len;
        fresh.ptr[fresh.len] = '\0';
    }
    *out = fresh;
    return FH_OK;
}

fh_string fh_string_from(fh_str text)
{
    fh_string fresh = {0};
    fhi_expect(fh_string_try_from(text, &fresh));
    return fresh;
}

fh_status fh_string_try_from_utf8(char const *bytes, size_t length, fh_string *out)
{
    fh_str text = {0};
    FH_TRY(fh_str_try_from_utf8(bytes, length, &text));
    return fh_string_try_from(text, out);
}

fh_status fh_string_try_c_str(fh_string const *self, char const **out)
{
    if (self->len != 0 && memchr(self->ptr, '\0', self->len) != NULL)
        return FH_ERR_INVALID;
    *out = fh_string_c_str(self);
    return FH_OK;
}

/* ---- growing -------------------------------------------------------------------------------- */

/* Makes room; a text that is part of the string moves with it. */
static fh_status string_make_room(fh_string *self, fh_str *text)
{
    uintptr_t offset = (uintptr_t)text->ptr - (uintptr_t)self->ptr;
    bool inside = self->ptr != NULL && offset <= self->len;
    FH_TRY(fh_string_try_reserve(self, text->len));
    if (inside)
        text->ptr = self->ptr + offset;
    return FH_OK;
}

fh_status fh_string_try_push_str(fh_string *self, fh_str text)
{
    if (text.len == 0)
        return FH_OK;
    FH_TRY(string_make_room(self, &text));
    memcpy(self->ptr + self->len, text.ptr, text.len);
    self->len += text.len;
    self->ptr[self->len] = '\0';
    return FH_OK;
}

void fh_string_push_str(fh_string *self, fh_str text)
{
    fhi_expect(fh_string_try_push_str(self, text));
}

fh_status fh_string_try_push(fh_string *self, uint32_t character)
{
    char bytes[UTF8_LONGEST];
    size_t length = utf8_encode(character, bytes);
    if (length == 0)
        return FH_ERR_UTF8;
    return fh_string_try_push_str(self, (fh_str){.ptr = bytes, .len = length});
}

void fh_string_push(fh_string *self, uint32_t character)
{
    fh_status status = fh_string_try_push(self, character);
    if (status == FH_ERR_UTF8)
        fhi_panic("fh_string", "push", "this number is not a character");
    fhi_expect(status);
}

/* Turns the bytes of [from, to) round. */
static void string_reverse(char *from, char *to)
{
    while (from < to) {
        char byte = *from;
        *from++ = *--to;
        *to = byte;
    }
}

fh_status fh_string_try_insert_str(fh_string *self, size_t at, fh_str text)
{
    size_t before = self->len;
    if (!fh_str_is_boundary(fh_string_as_str(self), at))
        return FH_ERR_BOUNDS;
    FH_TRY(fh_string_try_push_str(self, text));
    /* WHY append and rotate: whatever part of the string the text is, it is copied before it moves. */
    if (at != before && text.len != 0) {
        string_reverse(self->ptr + at, self->ptr + before);
        string_reverse(self->ptr + before, self->ptr + self->len);
        string_reverse(self->ptr + at, self->ptr + self->len);
    }
    return FH_OK;
}

void fh_string_insert_str(fh_string *self, size_t at, fh_str text)
{
    fh_status status = fh_string_try_insert_str(self, at, text);
    if (status == FH_ERR_BOUNDS)
        fhi_panic("fh_string", "insert_str", "the place is out of bounds or inside a character");
    fhi_expect(status);
}

/* ---- shrinking ------------------------------------------------------------------------------ */

bool fh_string_pop(fh_string *self, uint32_t *out)
{
    fh_str last;
    uint32_t character = 0;
    size_t start = self->len;
    if (start == 0)
        return false;
    do
        start--;
    while (start != 0 && !fh_str_is_boundary(fh_string_as_str(self), start));
    last = (fh_str){.ptr = self->ptr + start, .len = self->len - start};
    (void)fh_str_next(&last, &character);
    fh_string_truncate(self, start);
    if (out != NULL)
        *out = character;
    return true;
}

void fh_string_truncate(fh_string *self, size_t length)
{
    if (length >= self->len)
        return;
    if (!fh_str_is_boundary(fh_string_as_str(self), length))
        fhi_panic("fh_string", "truncate", "the new end is inside a character");
    self->len = length;
    self->ptr[length] = '\0';
}
