/* SPDX-License-Identifier: MIT */
/*
 * raw_map.c: what a hash table does rarely: making room, putting itself in order, clones.
 */
#include <freehold/detail/raw_map.h>

/* ---- blocks --------------------------------------------------------------------------------- */

/* The number of places for so many entries. */
static fh_status map_places_for(size_t entries, size_t *out)
{
    size_t places = 8;
    if (entries < 8) {
        *out = entries < 4 ? 4 : 8;
        return FH_OK;
    }
    if (entries > SIZE_MAX / 16)
        return FH_ERR_CAPACITY_OVERFLOW;
    while (fhi_map_capacity_of(places) < entries)
        places *= 2;
    *out = places;
    return FH_OK;
}

/* Can a block for so many places be asked for? */
static fh_status map_check_layout(fhi_map_info const *info, size_t places)
{
    size_t bytes;
    size_t beside = places + FHI_GROUP + info->align + FHI_GROUP;
    if (__builtin_mul_overflow(places, info->size, &bytes) ||
        __builtin_add_overflow(bytes, beside, &bytes) ||
        bytes > (size_t)PTRDIFF_MAX - info->align - FHI_GROUP)
        return FH_ERR_CAPACITY_OVERFLOW;
    return FH_OK;
}

/* A table of EMPTY places, with the hash key of another. */
static fh_status map_new_block(fhi_map_info const *info, size_t places, uint64_t const key[2],
                               fhi_map *out)
{
    fhi_map fresh = {.mask = places - 1, .key = {key[0], key[1]}};
    void *block = NULL;
    FH_TRY(map_check_layout(info, places));
    fh_layout layout = fhi_map_layout(&fresh, info);
    FH_TRY(fh_alloc(NULL, layout, &block));
    fresh.control = (unsigned char *)block + (layout.size - places - FHI_GROUP);
    fhi_map_wipe(&fresh);
    *out = fresh;
    return FH_OK;
}

/* Puts a copy of an entry's bytes into a table that has room and no REMOVED place. */
static void map_put(fhi_map *self, fhi_map_info const *info, void const *entry)
{
    uint64_t hash = info->hash(self, entry);
    size_t place = fhi_map_free_place(self, hash);
    fhi_map_mark(self, place, fhi_map_tag(hash));
    memcpy(fhi_map_at(self, info, place), entry, info->size);
}

static fh_status map_set_places(fhi_map *self, fhi_map_info const *info, size_t places)
{
    fhi_map fresh;
    size_t position = 0;
    void *key;
    void *value;
    FH_TRY(map_new_block(info, places, self->key, &fresh));
    while (fhi_map_next(info, self, &position, &key, &value))
        map_put(&fresh, info, key);
    fresh.len = self->len;
    fresh.spare -= self->len;
    if (self->control != NULL)
        fhi_map_free(self, info);
    *self = fresh;
    return FH_OK;
}

/* ---- order ---------------------------------------------------------------------------------- */

static void map_swap(void *one, void *other, size_t size)
{
    char *a = (char *)one;
    char *b = (char *)other;
    for (; size != 0; size--) {
        char byte = *a;
        *a++ = *b;
        *b++ = byte;
    }
}

/* Do two places belong to the same group for a search that begins at the hash's place? */
static bool map_same_group(fhi_map const *self, size_t one, size_t other, uint64_t hash)
{
    size_t start = (size_t)hash & self->mask;
    return ((one - start) & self->mask) / FHI_GROUP == ((other - start) & self->mask) / FHI_GROUP;
}

/* Entries that wait to be placed are marked REMOVED, and what was REMOVED is EMPTY now. */
static void map_begin_order(fhi_map *self)
{
    for (size_t place = 0; place <= self->mask; place++)
        fhi_map_mark(self, place,
                     self->control[place] < FHI_CONTROL_REMOVED ? FHI_CONTROL_REMOVED
                                                                : FHI_CONTROL_EMPTY);
}

/* Finds a place for the entry that waits at `place`, and for each one that it drives out. */
static void map_settle(fhi_map *self, fhi_map_info const *info, size_t place)
{
    while (self->control[place] == FHI_CONTROL_REMOVED) {
        void *entry = fhi_map_at(self, info, place);
        uint64_t hash = info->hash(self, entry);
        size_t better = fhi_map_free_place(self, hash);
        if (map_same_group(self, place, better, hash)) {
            fhi_map_mark(self, place, fhi_map_tag(hash));
        } else if (self->control[better] == FHI_CONTROL_EMPTY) {
            memcpy(fhi_map_at(self, info, better), entry, info->size);
            fhi_map_mark(self, better, fhi_map_tag(hash));
            fhi_map_mark(self, place, FHI_CONTROL_EMPTY);
        } else {
            map_swap(fhi_map_at(self, info, better), entry, info->size);
            fhi_map_mark(self, better, fhi_map_tag(hash));
        }
    }
}

/* Makes every REMOVED place EMPTY, without another block. Each step of map_settle marks one place for
 * good, so it ends even if the user's hash never gives the same answer twice. */
static void map_put_in_order(fhi_map *self, fhi_map_info const *info)
{
    map_begin_order(self);
    for (size_t place = 0; place <= self->mask; place++)
        map_settle(self, info, place);
    self->spare = fhi_map_capacity_of(self->mask + 1) - self->len;
}

/* ---- room ----------------------------------------------------------------------------------- */

fh_status fhi_map_make_room(fhi_map *self, fhi_map_info const *info, size_t additional)
{
    size_t needed, places;
    size_t capacity = self->control != NULL ? fhi_map_capacity_of(self->mask + 1) : 0;
    if (additional <= self->spare && self->control != NULL)
        return FH_OK;
    if (__builtin_add_overflow(self->len, additional, &needed))
        return FH_ERR_CAPACITY_OVERFLOW;
    /* WHY three quarters: after the work on all places a quarter of them can be filled before the next
     * time, so an insertion pays for four places at most; and the block is never twice what it must be. */
    if (self->control != NULL && needed <= capacity - capacity / 4) {
        map_put_in_order(self, info);
        return FH_OK;
    }
    FH_TRY(map_places_for(needed > capacity ? needed : capacity + 1, &places));
    if (self->control == NULL) {
        fhi_map fresh = {0};
        fhi_hash_keys(fresh.key);
        FH_TRY(map_set_places(&fresh, info, places));
        *self = fresh;
        return FH_OK;
    }
    return map_set_places(self, info, places);
}

fh_status fhi_map_shrink(fhi_map *self, fhi_map_info const *info)
{
    size_t places;
    if (self->control == NULL)
        return FH_OK;
    if (self->len == 0) {
        fhi_map_end(self, info);
        return FH_OK;
    }
    FH_TRY(map_places_for(self->len, &places));
    return places > self->mask ? FH_OK : map_set_places(self, info, places);
}

/* ---- clones --------------------------------------------------------------------------------- */

static fh_status map_clone_entry(fhi_map_info const *info, void const *from, void *to)
{
    fh_status status;
    memcpy(to, from, info->size); /* what is between the key and the value, too */
    FH_TRY(info->key->clone(from, to));
    if (info->value == NULL)
        return FH_OK;
    status = info->value->clone((char const *)from + info->value_offset,
                                (char *)to + info->value_offset);
    if (status != FH_OK)
        info->key->drop(to);
    return status;
}

fh_status fhi_map_clone(fhi_map const *self, fhi_map_info const *info, fhi_map *out)
{
    fhi_map copy;
    size_t position = 0;
    void *key;
    void *value;
    if (self->len == 0) {
        *out = (fhi_map){0};
        return FH_OK;
    }
    FH_TRY(map_new_block(info, self->mask + 1, self->key, &copy));
    /* WHY every entry stays at its place: nothing has to be hashed. The copy counts as it grows, so that
     * what exists can be dropped. */
    while (fhi_map_next(info, self, &position, &key, &value)) {
        size_t place = position - 1;
        fh_status status = map_clone_entry(info, key, fhi_map_at(&copy, info, place));
        if (status != FH_OK) {
            fhi_map_end(&copy, info);
            return status;
        }
        fhi_map_mark(&copy, place, self->control[place]);
        copy.len++;
    }
    memcpy(copy.control, self->control, self->mask + 1 + FHI_GROUP);
    copy.spare = self->spare;
    *out = copy;
    return FH_OK;
}

/* ---- retain --------------------------------------------------------------------------------- */

void fhi_map_retain(fhi_map *self, fhi_map_info const *info,
                    bool (*keep)(void const *key, void *value, void *closure), void *closure)
{
    fhi_map work = fhi_map_take(self);
    size_t position = 0;
    void *key;
    void *value;
    while (fhi_map_next(info, &work, &position, &key, &value)) {
        if (keep(key, value, closure))
            continue;
        fhi_map_release(&work, info, key);
        fhi_map_drop_entry(info, key, value);
    }
    if (self->control != NULL)
        fhi_panic(info->name, "retain", "the map was changed by its own callback");
    *self = work;
}
