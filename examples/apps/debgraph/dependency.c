/* SPDX-License-Identifier: MIT */
/*
 * dependency.c: the names in a Depends field.
 *
 *     field        alternative { ("," | "|") alternative }
 *     alternative  name [":" architecture] { "(…)" | "[…]" | "<…>" }
 */
#include "dependency.h"

static bool is_name_char(char c)
{
    static bool const other[0x7f] = {
        [','] = true, ['|'] = true, [':'] = true, ['('] = true,  [')'] = true, ['['] = true,
        [']'] = true, ['<'] = true, ['>'] = true, ['\\'] = true, ['"'] = true,
    };
    return c > ' ' && c < 0x7f && !other[(unsigned char)c];
}

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

bool is_package_name(fh_str name)
{
    size_t i = 0;
    while (i < name.len && is_name_char(name.ptr[i]))
        i++;
    return i > 0 && i == name.len;
}

static char closing_bracket(char c)
{
    switch (c) {
    case '(':
        return ')';
    case '[':
        return ']';
    case '<':
        return '>';
    default:
        return '\0';
    }
}

/* Skips blanks and whatever is in brackets. */
static char const *skip_remarks(char const *at, char const *end)
{
    while (at < end) {
        char closing = closing_bracket(*at);
        if (closing == '\0' && !is_blank(*at))
            break;
        while (closing != '\0' && *at != closing)
            if (++at == end)
                return at;
        at++;
    }
    return at;
}

/* Reads one alternative; false when it is empty or something else than an alternative. */
static bool parse_alternative(char const *at, char const *end, fh_str *name)
{
    at = skip_remarks(at, end);
    char const *first = at;
    while (at < end && is_name_char(*at))
        at++;
    *name = fh_str_from_parts(first, (size_t)(at - first));
    if (at < end && *at == ':')
        while (at < end && !is_blank(*at) && *at != '(' && *at != '[' && *at != '<')
            at++;
    return name->len > 0 && skip_remarks(at, end) == end;
}

bool dependency_next(fh_str *rest, fh_str *name)
{
    if (rest->len == 0)
        return false;
    char const *at = rest->ptr, *end = at + rest->len;
    bool found = false;
    while (at < end && !found) {
        char const *stop = at;
        while (stop < end && *stop != ',' && *stop != '|')
            stop++;
        found = parse_alternative(at, stop, name);
        at = stop < end ? stop + 1 : stop;
    }
    *rest = fh_str_from_parts(at, (size_t)(end - at));
    return found;
}
