/* SPDX-License-Identifier: MIT */
/*
 * str.c: what is more than a line on a borrowed text.
 */
#include "utf8.h"

#include <freehold/str.h>

fh_status fh_str_try_from_utf8(char const *bytes, size_t length, fh_str *out)
{
    if (bytes == NULL && length != 0)
        return FH_ERR_INVALID;
    if (fh_str_valid_up_to(bytes, length) != length)
        return FH_ERR_UTF8;
    out->ptr = bytes;
    out->len = length;
    return FH_OK;
}

/* The part of a text from a position on. WHY the test: NULL + 0 is not defined in C. */
static fh_str str_from(fh_str self, size_t at)
{
    return (fh_str){.ptr = at != 0 ? self.ptr + at : self.ptr, .len = self.len - at};
}

/* ---- characters ----------------------------------------------------------------------------- */

bool fh_str_next(fh_str *rest, uint32_t *out)
{
    unsigned char const *bytes = (unsigned char const *)rest->ptr;
    size_t length;
    if (rest->len == 0)
        return false;
    length = utf8_length_at(bytes, rest->len);
    *out = length != 0 ? utf8_decode(bytes, length) : (uint32_t)UTF8_REPLACEMENT;
    *rest = str_from(*rest, length != 0 ? length : 1);
    return true;
}

size_t fh_str_count(fh_str self)
{
    size_t count = 0;
    for (size_t i = 0; i < self.len; i++)
        count += ((unsigned char)self.ptr[i] & 0xc0) != 0x80;
    return count;
}

/* ---- searching ------------------------------------------------------------------------------ */

bool fh_str_strip_prefix(fh_str self, fh_str part, fh_str *out)
{
    if (!fh_str_starts_with(self, part))
        return false;
    *out = str_from(self, part.len);
    return true;
}

bool fh_str_strip_suffix(fh_str self, fh_str part, fh_str *out)
{
    if (!fh_str_ends_with(self, part))
        return false;
    self.len -= part.len;
    *out = self;
    return true;
}

static bool str_found(size_t place, size_t *at)
{
    if (at != NULL)
        *at = place;
    return true;
}

bool fh_str_find(fh_str self, fh_str part, size_t *at)
{
    size_t place = 0;
    if (part.len == 0)
        return str_found(0, at);
    while (self.len - place >= part.len) {
        /* The first byte leads, at the speed of memchr. */
        char const *first =
            (char const *)memchr(self.ptr + place, part.ptr[0], self.len - place - part.len + 1);
        if (first == NULL)
            return false;
        place = (size_t)(first - self.ptr);
        if (memcmp(first, part.ptr, part.len) == 0)
            return str_found(place, at);
        place++;
    }
    return false;
}

bool fh_str_rfind(fh_str self, fh_str part, size_t *at)
{
    size_t place;
    if (part.len > self.len)
        return false;
    if (part.len == 0)
        return str_found(self.len, at);
    for (place = self.len - part.len + 1; place-- > 0;)
        if (memcmp(self.ptr + place, part.ptr, part.len) == 0)
            return str_found(place, at);
    return false;
}

/* ---- pieces --------------------------------------------------------------------------------- */

static void str_split_at(fh_str self, size_t place, size_t separator, fh_str *before, fh_str *after)
{
    *after = str_from(self, place + separator);
    before->ptr = self.ptr;
    before->len = place;
}

bool fh_str_split_once(fh_str self, fh_str separator, fh_str *before, fh_str *after)
{
    size_t place;
    if (!fh_str_find(self, separator, &place))
        return false;
    str_split_at(self, place, separator.len, before, after);
    return true;
}

bool fh_str_rsplit_once(fh_str self, fh_str separator, fh_str *before, fh_str *after)
{
    size_t place;
    if (!fh_str_rfind(self, separator, &place))
        return false;
    str_split_at(self, place, separator.len, before, after);
    return true;
}

bool fh_str_split_next(fh_str *rest, fh_str separator, fh_str *out)
{
    fh_str text = *rest;
    if (separator.len == 0)
        fhi_panic("fh_str", "split_next", "the separator is empty");
    if (text.ptr == NULL)
        return false;
    if (!fh_str_split_once(text, separator, out, rest)) {
        *out = text;
        *rest = (fh_str){.ptr = NULL, .len = 0};
    }
    return true;
}

fh_str fh_str_trim_start(fh_str self)
{
    fh_str rest = self;
    uint32_t character;
    while (fh_str_next(&rest, &character) && utf8_is_space(character))
        self = rest;
    return self;
}

fh_str fh_str_trim_end(fh_str self)
{
    while (self.len != 0) {
        size_t start = self.len - 1;
        uint32_t character;
        fh_str last;
        while (start != 0 && !fh_str_is_boundary(self, start))
            start--;
        last = str_from(self, start);
        if (!fh_str_next(&last, &character) || last.len != 0 || !utf8_is_space(character))
            break;
        self.len = start;
    }
    return self;
}

fh_str fh_str_trim(fh_str self)
{
    return fh_str_trim_end(fh_str_trim_start(self));
}
