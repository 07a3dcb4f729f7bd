/* SPDX-License-Identifier: MIT */
/*
 * raw_map.h: a hash table of entries that are known by a description only.
 *
 * Layer 3. Cold half: src/collections/raw_map.c. Tests: tests/unit/test_hashmap.c.
 *
 * The design is the "Swiss table" of Abseil (Kulukundis, Benzaquen and others, 2017) in the form that
 * Rust's hashbrown gave it; written anew. One block holds the entries and, for each place, a control byte:
 *
 *     … entry 2 | entry 1 | entry 0 | control 0, 1, 2, …, mask | the first FHI_GROUP of them again
 *                                   ^ map->control
 *
 * A hash says where the search begins (its lower bits) and what to look for (its upper 7 bits). A search
 * looks at FHI_GROUP control bytes at a time, compares keys where the 7 bits agree, and ends at the first
 * group with an EMPTY place. The steps from group to group grow by one group each time, which visits every
 * place when their number is a power of two.
 *
 * INVARIANT: there is always an EMPTY place, so that every search ends, whatever the user's hash says:
 * spare + len + places REMOVED == 7/8 of the places.
 *
 * A place becomes EMPTY again when no search can have passed it, which is so if it never was inside a full
 * group; else REMOVED. When `spare` runs out and at most three quarters of the capacity hold entries, the
 * table is put in order where it is: removing and inserting for ever neither grows the block nor makes
 * it slow.
 */
#ifndef FREEHOLD_DETAIL_RAW_MAP_H
#define FREEHOLD_DETAIL_RAW_MAP_H

#include <freehold/detail/group.h>
#include <freehold/detail/pp.h>
#include <freehold/detail/raw_vec.h>

FHI_EXTERN_C_BEGIN

/** The untyped map: the one member of every generated map type. All 0: empty, without a block. */
typedef struct fhi_map {
    unsigned char *control;
    size_t mask;     /* places - 1; their number is a power of two, at least 4 */
    size_t len;      /* entries */
    size_t spare;    /* EMPTY places that may be filled before the table is put in order or grows */
    uint64_t key[2]; /* of the hash; chosen when the first block is made */
} fhi_map;

/** What the untyped half must know of an entry. One constant for each map type. */
typedef struct fhi_map_info {
    char const *name;
    fhi_type const *key;
    fhi_type const *value; /* NULL in a set */
    size_t size;           /* of an entry, which begins with its key */
    size_t align;
    size_t value_offset;
    uint64_t (*hash)(fhi_map const *map, void const *key);
    bool (*match)(void const *question, void const *key);
} fhi_map_info;

/* WHY the names depend on the group: objects that disagree on it must not link. */
#define fhi_map_make_room FHI_CAT(fhi_map_make_room_by_, FHI_GROUP)
#define fhi_map_clone     FHI_CAT(fhi_map_clone_by_, FHI_GROUP)
#define fhi_map_shrink    FHI_CAT(fhi_map_shrink_by_, FHI_GROUP)

/** Makes room for more entries; on failure nothing has changed. Afterwards there is a block. */
FH_API FH_NODISCARD FH_COLD fh_status fhi_map_make_room(fhi_map *self, fhi_map_info const *info,
                                                        size_t additional);

/** Clones into `out`, which is written on FH_OK only. */
FH_API FH_NODISCARD fh_status fhi_map_clone(fhi_map const *self, fhi_map_info const *info,
                                            fhi_map *out);

/** Gives back what the entries do not need. */
FH_API FH_NODISCARD fh_status fhi_map_shrink(fhi_map *self, fhi_map_info const *info);

/* ---- places --------------------------------------------------------------------------------- */

/** Entries that so many places may hold: 7/8, or all but one. */
FHI_FOLD size_t fhi_map_capacity_of(size_t places)
{
    return places <= 8 ? places - 1 : places / 8 * 7;
}

FHI_FOLD void *fhi_map_at(fhi_map const *self, fhi_map_info const *info, size_t place)
{
    return self->control - (place + 1) * info->size;
}

FHI_FOLD unsigned char fhi_map_tag(uint64_t hash)
{
    return (unsigned char)(hash >> 57);
}

/** Writes a control byte, and its copy behind the end. */
FHI_FOLD void fhi_map_mark(fhi_map *self, size_t place, unsigned char byte)
{
    self->control[place] = byte;
    self->control[((place - FHI_GROUP) & self->mask) + FHI_GROUP] = byte;
}

FHI_FOLD fh_layout fhi_map_layout(fhi_map const *self, fhi_map_info const *info)
{
    fh_layout layout;
    size_t places = self->mask + 1;
    layout.align = info->align > FHI_GROUP ? info->align : (size_t)FHI_GROUP;
    layout.size = fhi_round_up(places * info->size, layout.align) + places + FHI_GROUP;
    return layout;
}

FHI_FOLD void fhi_map_free(fhi_map const *self, fhi_map_info const *info)
{
    fh_layout layout = fhi_map_layout(self, info);
    size_t below = layout.size - (self->mask + 1) - FHI_GROUP;
    fhi_deallocate(self->control - below, layout.size, layout.align);
}

/* ---- searching ------------------------------------------------------------------------------ */

FHI_FOLD uint64_t fhi_map_hash(fhi_type const *type, fhi_map const *self, void const *key)
{
    fh_hasher hasher;
    if (fhi_has(type, FHI_TEXT)) {
        char const *bytes;
        size_t length;
        memcpy(&bytes, key, sizeof(bytes));
        memcpy(&length, (char const *)key + sizeof(bytes), sizeof(length));
        return fhi_hash_text(self->key, bytes, length);
    }
    fh_hasher_init(&hasher, self->key[0], self->key[1]);
    type->hash(key, &hasher);
    return fh_hasher_finish(&hasher);
}

/** The entry that matches a question, or NULL. There is a block. */
FHI_FOLD void *fhi_map_find(fhi_map const *self, fhi_map_info const *info, void const *question,
                            uint64_t hash)
{
    size_t at = (size_t)hash & self->mask;
    size_t stride = 0;
    for (;;) {
        fhi_group group = fhi_group_load(self->control + at);
        fhi_mask hits = fhi_group_match(group, fhi_map_tag(hash));
        for (; hits != 0; hits = fhi_mask_next(hits)) {
            void *entry = fhi_map_at(self, info, (at + fhi_mask_first(hits)) & self->mask);
            if (FHI_LIKELY(info->match(question, entry)))
                return entry;
        }
        if (FHI_LIKELY(fhi_group_empty(group) != 0))
            return NULL;
        stride += FHI_GROUP;
        at = (at + stride) & self->mask;
    }
}

/** The first place that an entry with this hash may take: EMPTY or REMOVED. */
FHI_FOLD size_t fhi_map_free_place(fhi_map const *self, uint64_t hash)
{
    size_t at = (size_t)hash & self->mask;
    size_t stride = 0;
    size_t place;
    fhi_mask free_ones;
    while ((free_ones = fhi_group_free(fhi_group_load(self->control + at))) == 0) {
        stride += FHI_GROUP;
        at = (at + stride) & self->mask;
    }
    place = (at + fhi_mask_first(free_ones)) & self->mask;
    /* WHY: in a table smaller than a group the bytes between the table and its copy are EMPTY too. */
    if (FHI_UNLIKELY(self->control[place] < FHI_CONTROL_REMOVED))
        place = fhi_mask_first(fhi_group_free(fhi_group_load(self->control)));
    return place;
}

/* ---- filling -------------------------------------------------------------------------------- */

/** Takes a place for a new entry; its bytes are the caller's to write. There is a block. */
FHI_FOLD fh_status fhi_map_claim(fhi_map *self, fhi_map_info const *info, uint64_t hash,
                                 void **entry)
{
    size_t place = fhi_map_free_place(self, hash);
    if (FHI_UNLIKELY(self->spare == 0 && self->control[place] == FHI_CONTROL_EMPTY)) {
        FH_TRY(fhi_map_make_room(self, info, 1));
        place = fhi_map_free_place(self, hash);
    }
    self->spare -= self->control[place] == FHI_CONTROL_EMPTY;
    self->len++;
    fhi_map_mark(self, place, fhi_map_tag(hash));
    *entry = fhi_map_at(self, info, place);
    return FH_OK;
}

/**
 * Moves a key into a new entry, and empties it; or drops it, because an old entry has one already.
 *
 * WHY an old entry's own key is left alone: it may be what the caller asked with.
 */
FHI_FOLD void fhi_map_put_key(fhi_type const *type, void *place, void *key, bool fresh)
{
    if (key == place)
        return;
    if (fresh)
        memcpy(place, key, type->size);
    else
        type->drop(key);
    memset(key, 0, type->size);
    if (fresh)
        fhi_moved_in(type, place);
}

/** Gives the place of an entry back, whose bytes are no longer an entry's. */
FHI_FOLD void fhi_map_release(fhi_map *self, fhi_map_info const *info, void *entry)
{
    size_t place = (size_t)(self->control - (unsigned char *)entry) / info->size - 1;
    fhi_group before = fhi_group_load(self->control + ((place - FHI_GROUP) & self->mask));
    fhi_group behind = fhi_group_load(self->control + place);
    bool passed = fhi_mask_clear_above(fhi_group_empty(before)) +
                      fhi_mask_clear_below(fhi_group_empty(behind)) >=
                  FHI_GROUP;
    self->spare += !passed;
    self->len--;
    fhi_map_mark(self, place, passed ? FHI_CONTROL_REMOVED : FHI_CONTROL_EMPTY);
}

/* ---- all entries ---------------------------------------------------------------------------- */

/**
 * Goes through the entries, in no particular order.
 *
 * @param map       an fhi_map, or a generated map type
 * @param position  0 to begin with; the map must not change between the calls
 * @param value     set to NULL in a set
 * @return false after the last
 */
FH_INLINE bool fhi_map_next(fhi_map_info const *info, void const *map, size_t *position, void **key,
                            void **value)
{
    fhi_map const *self = (fhi_map const *)map;
    size_t at = *position;
    for (; self->len != 0 && at <= self->mask; at += FHI_GROUP) {
        fhi_mask full = fhi_group_full(fhi_group_load(self->control + at));
        if (full == 0)
            continue;
        at += fhi_mask_first(full);
        if (at > self->mask)
            break;
        *position = at + 1;
        *key = fhi_map_at(self, info, at);
        *value = info->value != NULL ? (char *)*key + info->value_offset : NULL;
        return true;
    }
    *position = SIZE_MAX;
    return false;
}

FHI_FOLD bool fhi_map_entries_drop(fhi_map_info const *info)
{
    return fhi_has(info->key, FHI_DROPS) ||
           (info->value != NULL && fhi_has(info->value, FHI_DROPS));
}

FHI_FOLD void fhi_map_drop_entry(fhi_map_info const *info, void *key, void *value)
{
    info->key->drop(key);
    if (info->value != NULL)
        info->value->drop(value);
}

FHI_FOLD void fhi_map_drop_entries(fhi_map const *self, fhi_map_info const *info)
{
    size_t position = 0;
    void *key;
    void *value;
    if (!fhi_map_entries_drop(info))
        return;
    while (fhi_map_next(info, self, &position, &key, &value))
        fhi_map_drop_entry(info, key, value);
}

/** Makes all places EMPTY. What was in them is the caller's. */
FHI_FOLD void fhi_map_wipe(fhi_map *self)
{
    memset(self->control, FHI_CONTROL_EMPTY, self->mask + 1 + FHI_GROUP);
    self->len = 0;
    self->spare = fhi_map_capacity_of(self->mask + 1);
}

FHI_FOLD fhi_map fhi_map_take(fhi_map *self)
{
    fhi_map taken = *self;
    memset(self, 0, sizeof(*self));
    return taken;
}

/** Drops all entries and gives the block back. The map is empty before the first callback runs. */
FHI_FOLD void fhi_map_end(fhi_map *self, fhi_map_info const *info)
{
    fhi_map taken = fhi_map_take(self);
    if (taken.control == NULL)
        return;
    fhi_map_drop_entries(&taken, info);
    fhi_map_free(&taken, info);
}

/** Puts a block back into the map it was taken from, unless a callback has filled the map meanwhile. */
FHI_FOLD void fhi_map_put_back(fhi_map *self, fhi_map_info const *info, fhi_map const *taken)
{
    if (FHI_LIKELY(self->control == NULL))
        *self = *taken;
    else
        fhi_map_free(taken, info);
}

/** Drops all entries and keeps the block. */
FHI_FOLD void fhi_map_clear(fhi_map *self, fhi_map_info const *info)
{
    fhi_map taken = fhi_map_take(self);
    if (taken.control == NULL)
        return;
    fhi_map_drop_entries(&taken, info);
    fhi_map_wipe(&taken);
    fhi_map_put_back(self, info, &taken);
}

/** Keeps what `keep` says to keep. While it works the map is empty; a callback must not fill it. */
FH_API void fhi_map_retain(fhi_map *self, fhi_map_info const *info,
                           bool (*keep)(void const *key, void *value, void *closure),
                           void *closure);

FHI_EXTERN_C_END

#endif
