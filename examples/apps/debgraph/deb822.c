/* SPDX-License-Identifier: MIT */
/*
 * deb822.c: reads a dpkg status or an apt Packages file, one stanza at a time.
 *
 * A stanza is a run of lines "Field: value"; a line that begins with a blank continues the one before,
 * and an empty line ends the stanza. The largest index has over a million lines, nearly all of them in
 * fields nobody here asks for: so a line costs one memchr and a look at its first few bytes.
 */
#define _POSIX_C_SOURCE 200809L

#include "deb822.h"

#include "complain.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

enum { FIRST_BUFFER = 128 * 1024, LONGEST_STANZA = 16 * 1024 * 1024 };

/* Part of the current stanza, counted from its begin: the buffer moves while the stanza is read. */
struct span {
    size_t at, length;
    bool present;
};

enum field { PACKAGE, STATUS, PRE_DEPENDS, DEPENDS, OTHER, NO_FIELD_YET };

static struct {
    char const *name;
    size_t length;
} const wanted[] = {
    [PACKAGE] = {"Package", 7},
    [STATUS] = {"Status", 6},
    [PRE_DEPENDS] = {"Pre-Depends", 11},
    [DEPENDS] = {"Depends", 7},
};

deb822 deb822_new(int fd, char const *name)
{
    return (deb822){.name = name, .fd = fd};
}

/* A newcomer's first try is often the compressed file as it came from the mirror. */
static char const *unpacker_of(char const *bytes, size_t length)
{
    static struct {
        char const *magic, *command;
    } const formats[] = {
        {"\x1f\x8b", "zcat"},     {"\x04\x22\x4d\x18", "lz4cat"},
        {"\xfd\x37zXZ", "xzcat"}, {"\x28\xb5\x2f\xfd", "zstdcat"},
        {"BZh", "bzcat"},
    };
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        size_t size = strlen(formats[i].magic);
        if (length >= size && memcmp(bytes, formats[i].magic, size) == 0)
            return formats[i].command;
    }
    return NULL;
}

static fh_status complain_about_line(deb822 const *self, fh_str line)
{
    char const *unpacker = self->line == 1 ? unpacker_of(line.ptr, line.len) : NULL;
    if (unpacker != NULL)
        return complain("%s is compressed; unpack it on the way in: %s FILE | debgraph --input -",
                        self->name, unpacker);
    return complain("%s, line %zu: neither \"Field: value\" nor a continuation nor blank; %s",
                    self->name, self->line, GIVE_ANOTHER);
}

/* Reads on behind self->end, after moving the current stanza to the front of the buffer. */
static fh_status refill(deb822 *self, bool *more)
{
    if (self->begin > 0) {
        memmove(self->buffer.ptr, self->buffer.ptr + self->begin, self->end - self->begin);
        self->scan -= self->begin;
        self->end -= self->begin;
        self->begin = 0;
    }
    if (self->end == self->buffer.len) {
        if (self->end >= LONGEST_STANZA)
            return complain("%s, line %zu: this stanza is longer than any package's; %s",
                            self->name, self->line + 1, GIVE_ANOTHER);
        size_t larger = self->end == 0 ? FIRST_BUFFER : 2 * self->end;
        FH_TRY(char_vec_try_resize(&self->buffer, larger, '\0'));
    }
    ssize_t count;
    do {
        count = read(self->fd, self->buffer.ptr + self->end, self->buffer.len - self->end);
    } while (count < 0 && errno == EINTR);
    if (count < 0)
        return complain("cannot read %s: %s", self->name, strerror(errno));
    self->end += (size_t)count;
    *more = count > 0;
    return FH_OK;
}

/* The next line without its newline, valid until the next call; *more is false when there is none. */
static fh_status next_line(deb822 *self, fh_str *line, bool *more)
{
    *more = true;
    for (;;) {
        size_t left = self->end - self->scan;
        char const *from = left > 0 ? self->buffer.ptr + self->scan : NULL;
        char const *newline = left > 0 ? memchr(from, '\n', left) : NULL;
        if (newline == NULL && *more) {
            FH_TRY(refill(self, more));
            continue;
        }
        if (left == 0)
            return FH_OK;
        *more = true; /* the last line may lack its newline */
        size_t length = newline != NULL ? (size_t)(newline - from) : left;
        *line = fh_str_from_parts(from, length);
        self->scan += newline != NULL ? length + 1 : length;
        self->line++;
        return FH_OK;
    }
}

static bool is_blank_char(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_blank(fh_str line)
{
    size_t i = 0;
    while (i < line.len && is_blank_char(line.ptr[i]))
        i++;
    return i == line.len;
}

/* Length of the field's name, up to its colon; 0 when the line does not begin with a field. */
static size_t field_name_length(fh_str line)
{
    size_t i = 0;
    while (i < line.len && line.ptr[i] > ' ' && line.ptr[i] < 0x7f && line.ptr[i] != ':')
        i++;
    return i < line.len && line.ptr[i] == ':' ? i : 0;
}

static enum field field_of(fh_str line, size_t name_length)
{
    for (enum field f = PACKAGE; f < OTHER; f++)
        if (wanted[f].length == name_length && wanted[f].name[0] == line.ptr[0] &&
            memcmp(wanted[f].name, line.ptr, name_length) == 0)
            return f;
    return OTHER;
}

/* Takes one line of a stanza into account. `current` is the field that a continuation belongs to. */
static fh_status take_line(deb822 *self, fh_str line, enum field *current, struct span spans[])
{
    size_t at = (size_t)(line.ptr - self->buffer.ptr) - self->begin;
    if (is_blank_char(line.ptr[0])) {
        if (*current == NO_FIELD_YET)
            return complain_about_line(self, line);
        if (*current != OTHER)
            spans[*current].length = at + line.len - spans[*current].at;
        return FH_OK;
    }
    size_t name_length = field_name_length(line);
    if (name_length == 0)
        return complain_about_line(self, line);
    *current = field_of(line, name_length);
    if (*current != OTHER)
        spans[*current] = (struct span){at + name_length + 1, line.len - name_length - 1, true};
    return FH_OK;
}

static fh_str value_of(deb822 const *self, struct span span)
{
    if (!span.present)
        return (fh_str){0};
    char const *from = self->buffer.ptr + self->begin + span.at, *end = from + span.length;
    while (from < end && is_blank_char(*from))
        from++;
    while (from < end && is_blank_char(end[-1]))
        end--;
    return fh_str_from_parts(from, (size_t)(end - from));
}

fh_status deb822_try_next(deb822 *self, struct stanza *out, bool *found)
{
    struct span spans[OTHER] = {0};
    enum field current = NO_FIELD_YET;
    size_t first_line = 0;
    self->begin = self->scan;
    for (;;) {
        fh_str line;
        bool more;
        FH_TRY(next_line(self, &line, &more));
        if (!more || is_blank(line)) {
            if (current == NO_FIELD_YET && more) {
                self->begin = self->scan;
                continue;
            }
            break;
        }
        if (first_line == 0)
            first_line = self->line;
        FH_TRY(take_line(self, line, &current, spans));
    }
    *found = current != NO_FIELD_YET;
    *out = (struct stanza){.line = first_line,
                           .package = value_of(self, spans[PACKAGE]),
                           .status = value_of(self, spans[STATUS]),
                           .pre_depends = value_of(self, spans[PRE_DEPENDS]),
                           .depends = value_of(self, spans[DEPENDS])};
    return FH_OK;
}
