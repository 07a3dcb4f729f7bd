/* SPDX-License-Identifier: MIT */
/*
 * raw_vec.c: what a vector does rarely, or to all of its elements.
 */
#include <freehold/detail/raw_vec.h>

#include <stdio.h>

static void *vec_at(fhi_vec_view const *self, fhi_type const *element, size_t index)
{
    return (char *)self->ptr + index * element->size;
}

/* ---- room ----------------------------------------------------------------------------------- */

/* Gives the array another capacity, not below the length and not 0. */
static fh_status vec_set_capacity(fhi_vec_view *self, fhi_type const *element, size_t cap)
{
    fh_layout to;
    void *ptr = NULL;
    FH_TRY(fh_layout_array(element->size, element->align, cap, &to));
    fh_layout from = {.size = self->cap * element->size, .align = element->align};
    FH_TRY(fhi_reallocate(self->ptr, from, to, &ptr));
    self->ptr = ptr;
    self->cap = cap;
    return FH_OK;
}

/* A first block smaller than this is not worth its header. */
static size_t vec_least_capacity(size_t size)
{
    return size == 1 ? 8 : size <= 1024 ? 4 : 1;
}

/* The next capacity after `self->cap` that holds `needed`: at least double, so that n pushes copy O(n). */
static size_t vec_next_capacity(fhi_vec_view const *self, size_t size, size_t needed)
{
    size_t doubled = self->cap * 2;
    size_t least = vec_least_capacity(size);
    if (doubled < least)
        doubled = least;
    /* WHY: near the limit room for what is needed may exist where room for twice as much cannot. */
    if (doubled < needed || doubled > (size_t)PTRDIFF_MAX / size)
        return needed;
    return doubled;
}

fh_status fhi_vec_make_room(fhi_vec_view *self, fhi_type const *element, size_t additional,
                            void **inside)
{
    size_t needed;
    uintptr_t old = (uintptr_t)self->ptr;
    uintptr_t old_bytes = self->cap * element->size;
    if (additional <= self->cap - self->len)
        return FH_OK;
    if (__builtin_add_overflow(self->len, additional, &needed))
        return FH_ERR_CAPACITY_OVERFLOW;
    FH_TRY(vec_set_capacity(self, element, vec_next_capacity(self, element->size, needed)));
    /* WHY as integers: the old array is gone, and with it any use of a pointer into it. */
    if (inside != NULL && (uintptr_t)*inside - old < old_bytes)
        *inside = (char *)self->ptr + ((uintptr_t)*inside - old);
    return FH_OK;
}

fh_status fhi_vec_room_or_drop(fhi_vec_view *self, fhi_type const *element, void *value)
{
    fh_status status = fhi_vec_make_room(self, element, 1, NULL);
    if (status != FH_OK)
        element->drop(value);
    return status;
}

fh_status fhi_vec_reserve_exact(fhi_vec_view *self, fhi_type const *element, size_t additional)
{
    size_t needed;
    if (additional <= self->cap - self->len)
        return FH_OK;
    if (__builtin_add_overflow(self->len, additional, &needed))
        return FH_ERR_CAPACITY_OVERFLOW;
    return vec_set_capacity(self, element, needed);
}

fh_status fhi_vec_shrink(fhi_vec_view *self, fhi_type const *element, size_t cap)
{
    if (cap >= self->cap)
        return FH_OK;
    if (cap != 0)
        return vec_set_capacity(self, element, cap);
    fhi_deallocate(self->ptr, self->cap * element->size, element->align);
    self->ptr = NULL;
    self->cap = 0;
    return FH_OK;
}

fh_status fhi_vec_prepare_insert(fhi_vec_view *self, fhi_type const *element, size_t index,
                                 void **inside)
{
    if (index > self->len)
        return FH_ERR_BOUNDS;
    return fhi_vec_make_room(self, element, 1, inside);
}

void fhi_vec_out_of_bounds(char const *name, char const *operation, size_t index, size_t len)
{
    char message[96];
    (void)snprintf(message, sizeof(message), "index %zu is out of bounds: the length is %zu", index,
                   len);
    fhi_panic(name, operation, message);
}

/* ---- clones --------------------------------------------------------------------------------- */

/* What is cloned: `count` elements, one `stride` after the other. Stride 0: the same one again and again. */
struct source {
    void const *at;
    size_t stride;
    size_t count;
};

/* Copies the bytes of a source: each step doubles what is there, so that one element is spread fast. */
static void vec_copy(fhi_type const *element, void *to, struct source const *from)
{
    size_t done = 1;
    if (from->count == 0)
        return;
    if (from->stride != 0) {
        memcpy(to, from->at, from->count * element->size);
        return;
    }
    memcpy(to, from->at, element->size);
    while (done < from->count) {
        size_t more = done < from->count - done ? done : from->count - done;
        memcpy((char *)to + done * element->size, to, more * element->size);
        done += more;
    }
}

/* Clones a source into memory that holds no elements yet: all, or none. */
static fh_status vec_clone_into(fhi_type const *element, void *to, struct source const *from)
{
    if ((element->traits() & FHI_COPIES) != 0) {
        vec_copy(element, to, from);
        return FH_OK;
    }
    for (size_t i = 0; i < from->count; i++) {
        fh_status status = element->clone((char const *)from->at + i * from->stride,
                                          (char *)to + i * element->size);
        if (status != FH_OK) {
            fhi_drop_all(element, to, i);
            return status;
        }
    }
    return FH_OK;
}

/* Clones a source behind the elements of a vector that has no room for `room` more, without counting them.
 * WHY another block and no realloc: should a clone fail, the old one is as it was; and the source may be
 * part of it. */
static fh_status vec_clone_and_grow(fhi_vec_view *self, fhi_type const *element,
                                    struct source const *from, size_t room)
{
    fhi_vec_view larger = {.ptr = NULL, .len = 0, .cap = 0};
    size_t needed;
    fh_status status;
    if (__builtin_add_overflow(self->len, room, &needed))
        return FH_ERR_CAPACITY_OVERFLOW;
    /* WHY exact when it was empty: a clone seldom grows. */
    if (self->cap != 0)
        needed = vec_next_capacity(self, element->size, needed);
    FH_TRY(vec_set_capacity(&larger, element, needed));
    status = vec_clone_into(element, vec_at(&larger, element, self->len), from);
    if (status != FH_OK) {
        fhi_vec_end(&larger, element);
        return status;
    }
    if (self->len != 0)
        memcpy(larger.ptr, self->ptr, self->len * element->size);
    if (self->cap != 0)
        fhi_deallocate(self->ptr, self->cap * element->size, element->align);
    self->ptr = larger.ptr;
    self->cap = larger.cap;
    return FH_OK;
}

static fh_status vec_clone_behind(fhi_vec_view *self, fhi_type const *element,
                                  struct source const *from, size_t room)
{
    if (room > self->cap - self->len)
        return vec_clone_and_grow(self, element, from, room);
    return vec_clone_into(element, vec_at(self, element, self->len), from);
}

fh_status fhi_vec_extend(fhi_vec_view *self, fhi_type const *element, void const *slice,
                         size_t count)
{
    struct source from = {.at = slice, .stride = element->size, .count = count};
    if (count == 0)
        return FH_OK;
    if (slice == NULL)
        return FH_ERR_INVALID;
    FH_TRY(vec_clone_behind(self, element, &from, count));
    self->len += count;
    return FH_OK;
}

fh_status fhi_vec_clone(fhi_vec_view const *self, fhi_type const *element, fhi_vec_view *out)
{
    fhi_vec_view copy = {.ptr = NULL, .len = 0, .cap = 0};
    FH_TRY(fhi_vec_extend(&copy, element, self->ptr, self->len));
    *out = copy;
    return FH_OK;
}

fh_status fhi_vec_lengthen(fhi_vec_view *self, fhi_type const *element, size_t len, void *value)
{
    size_t room = len - self->len;
    struct source from = {.at = value, .stride = 0, .count = room - 1};
    fh_status status = vec_clone_behind(self, element, &from, room);
    if (status != FH_OK) {
        element->drop(value);
        return status;
    }
    memcpy(vec_at(self, element, len - 1), value, element->size);
    self->len = len;
    return FH_OK;
}

fh_status fhi_vec_append(fhi_vec_view *self, fhi_type const *element, fhi_vec_view *other)
{
    if (self == other || other->len == 0)
        return FH_OK;
    FH_TRY(fhi_vec_reserve(self, element, other->len));
    memcpy(vec_at(self, element, self->len), other->ptr, other->len * element->size);
    self->len += other->len;
    other->len = 0;
    return FH_OK;
}

/* ---- retain --------------------------------------------------------------------------------- */

void fhi_vec_retain(fhi_vec_view *self, fhi_type const *element, char const *name,
                    bool (*keep)(void const *element, void *closure), void *closure)
{
    fhi_vec_view work = *self;
    size_t kept = 0;
    *self = (fhi_vec_view){.ptr = NULL, .len = 0, .cap = 0};
    for (size_t i = 0; i < work.len; i++) {
        void *at = vec_at(&work, element, i);
        if (!keep(at, closure))
            element->drop(at);
        else if (kept++ != i)
            memcpy(vec_at(&work, element, kept - 1), at, element->size);
    }
    work.len = kept;
    if (self->cap != 0)
        fhi_panic(name, "retain", "the vector was changed by its own callback");
    *self = work;
}

/* ---- comparing ------------------------------------------------------------------------------ */

bool fhi_vec_eq(fhi_vec_view const *self, fhi_vec_view const *other, fhi_type const *element)
{
    if (self->len != other->len)
        return false;
    for (size_t i = 0; i < self->len; i++)
        if (!element->eq(vec_at(self, element, i), vec_at(other, element, i)))
            return false;
    return true;
}

int fhi_vec_cmp(fhi_vec_view const *self, fhi_vec_view const *other, fhi_type const *element)
{
    size_t shorter = self->len < other->len ? self->len : other->len;
    for (size_t i = 0; i < shorter; i++) {
        int order = element->cmp(vec_at(self, element, i), vec_at(other, element, i));
        if (order != 0)
            return order;
    }
    return (self->len > other->len) - (self->len < other->len);
}

void fhi_vec_hash(fhi_vec_view const *self, fhi_type const *element, fh_hasher *hasher)
{
    fh_hasher_write_u64(hasher, self->len);
    for (size_t i = 0; i < self->len; i++)
        element->hash(vec_at(self, element, i), hasher);
}

bool fhi_vec_contains(fhi_vec_view const *self, fhi_type const *element, void const *value)
{
    for (size_t i = 0; i < self->len; i++)
        if (element->eq(vec_at(self, element, i), value))
            return true;
    return false;
}
