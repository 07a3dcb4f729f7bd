/* SPDX-License-Identifier: MIT */
/*
 * hashmap.h: values found by keys (Rust: std::collections::HashMap).
 *
 * Layer 4. Tests: tests/unit/test_hashmap.c.
 *
 *   FH_HASHMAP(ages, long, double);                      long -> double
 *   FH_STRMAP(words, long);                              fh_string -> long, asked by fh_str
 *   FH_HASHMAP_BY(files, path, fh_str, file_rc);         path -> file_rc, asked by fh_str; needs a function
 *                                                        fh_str path_as_fh_str(path const *)
 *   FH_HASHMAP_DECLARE(node_map, fh_string, node_rc);    the type first, for a struct that holds it …
 *   FH_HASHMAP_DEFINE(node_map, fh_string, node_rc);     … then the rest (DECLARE takes C types, DEFINE
 *                                                        tokens; the same for _BY and FH_STRMAP)
 *
 *   words counts = {0};                                  empty; allocates nothing
 *   long *count;
 *   FH_TRY(words_try_entry(&counts, fh_string_from(word), &count, NULL));
 *   ++*count;
 *   fh_foreach_entry (words, e, &counts)                 in no particular order
 *       printf("%s %ld\n", fh_string_c_str(e.key), *e.value);
 *
 * A key type needs .eq and .hash, and what is equal must hash alike. The hash is SipHash-1-3 under a key of
 * the map's own, so hostile keys cannot be made to collide (hash.h). Callbacks that lie lose entries and
 * nothing else; callbacks must not change the map.
 *
 * `Q` is how a map is asked: the key by value for scalars and fh_str, else `K const *`; for FH_STRMAP and
 * FH_HASHMAP_BY the query. It may be the key of an entry of this map.
 *
 * "Moved in": arguments by value belong to the map, or are dropped when the call fails. Statuses:
 * FH_ERR_NOMEM, FH_ERR_CAPACITY_OVERFLOW; nothing has changed then. The form without `try_` ends in the
 * out-of-memory handler. A pointer to a key or a value holds until the next call that takes the map as
 * `NAME *`. A key in the map is not to be changed.
 *
 *  NAME_new(void)                          empty, as {0}            no allocation  HashMap::new
 *  NAME_try_with_capacity(n, NAME *out)    yours                    1 allocation   HashMap::with_capacity
 *  NAME_len, capacity, is_empty                                     O(1)           the same
 *  NAME_try_reserve(NAME *, n)             room for n more          O(len)         HashMap::try_reserve
 *  NAME_try_shrink_to_fit(NAME *)          gives room back          O(len)         …::shrink_to_fit
 *
 *  NAME_try_insert(NAME *, K, V)           moves both in; an old    amortised O(1) HashMap::insert
 *                                          value is dropped, and
 *                                          the key if it is there
 *  NAME_try_insert_move(NAME *, K *, V *)  empties both on FH_OK    amortised O(1) -
 *  NAME_try_replace(NAME *, K, V, V *old,  moves both in; the old   amortised O(1) HashMap::insert
 *                   bool *replaced)        value is yours, or zero
 *  NAME_try_entry(NAME *, K, V **out,      moves K in; borrows the  amortised O(1) entry().or_default()
 *                 bool *inserted)          value, all 0 if it is
 *                                          new; inserted: or NULL
 *  NAME_get(NAME const *, Q)               borrows; NULL: not there O(1)           HashMap::get
 *  NAME_get_mut(NAME *, Q)                 the same, to write       O(1)           HashMap::get_mut
 *  NAME_get_key(NAME const *, Q)           borrows the key          O(1)           get_key_value
 *  NAME_contains_key(NAME const *, Q)                               O(1)           the same
 *  NAME_remove(NAME *, Q, V *out)          false: not there; moves  O(1)           HashMap::remove
 *                                          out, or drops: out NULL
 *  NAME_remove_entry(NAME *, Q, K *, V *)  the same, with the key   O(1)           HashMap::remove_entry
 *  NAME_clear(NAME *)                      drops all, keeps room    O(capacity)    HashMap::clear
 *  NAME_retain(NAME *, keep, context)      drops what keep rejects  O(capacity)    HashMap::retain
 *
 *  NAME_drop(NAME *)                       drops all                O(capacity)    Drop
 *  NAME_try_clone(NAME const *, NAME *out) clones all; yours        O(capacity)    Clone
 *  NAME_take set replace swap trace: as in rc.h
 */
#ifndef FREEHOLD_HASHMAP_H
#define FREEHOLD_HASHMAP_H

#include <freehold/detail/raw_map.h>
#include <freehold/scalar.h>
#include <freehold/string.h>

/** Makes NAME, a map of the types that KEY and VALUE describe. At file scope. */
#define FH_HASHMAP(NAME, KEY, VALUE) FHI_HASHMAP_(NAME, KEY, VALUE)
/** Makes the map type alone, enough to be a field of a struct; K and V are C types, and may be incomplete. */
#define FH_HASHMAP_DECLARE(NAME, K, V) FHI_MAP_TYPE(NAME, K, V, 1)
/** Makes the functions of a declared NAME. */
#define FH_HASHMAP_DEFINE(NAME, KEY, VALUE) FHI_MAP_DEFINE(NAME, KEY, KEY, VALUE, FHI_ASK_SAME)

/** The same, asked by QUERY; there must be a function `QUERY-type KEY_as_QUERY(KEY-type const *)`. */
#define FH_HASHMAP_BY(NAME, KEY, QUERY, VALUE) FHI_HASHMAP_BY_(NAME, KEY, QUERY, VALUE)
#define FH_HASHMAP_BY_DECLARE(NAME, K, Q, V)   FHI_MAP_TYPE(NAME, K, V, 1)
#define FH_HASHMAP_BY_DEFINE(NAME, KEY, QUERY, VALUE)                                              \
    FHI_MAP_DEFINE(NAME, KEY, QUERY, VALUE, FHI_ASK_BY)

/** Makes NAME, a map from fh_string that is asked by fh_str. */
#define FH_STRMAP(NAME, VALUE)        FHI_HASHMAP_BY_(NAME, fh_string, fh_str, VALUE)
#define FH_STRMAP_DECLARE(NAME, V)    FHI_MAP_TYPE(NAME, fh_string, V, 1)
#define FH_STRMAP_DEFINE(NAME, VALUE) FH_HASHMAP_BY_DEFINE(NAME, fh_string, fh_str, VALUE)

/**
 * Goes through a map: `fh_foreach_entry (ages, e, &map)` makes `*e.key` and `*e.value` of each entry.
 *
 * @param MAP  the map type
 * @param e    a new variable; `break` and `continue` work
 * @param map  a pointer to the map, evaluated once; the map must not change meanwhile
 */
#define fh_foreach_entry(MAP, e, map)                                                              \
    for (MAP##_entries e = MAP##_iter(map); MAP##_entries_next(&e);)
/** The same, and `*e.value` may be written. */
#define fh_foreach_entry_mut(MAP, e, map)                                                          \
    for (MAP##_entries_mut e = MAP##_iter_mut(map); MAP##_entries_mut_next(&e);)

#define FHI_HASHMAP_(NAME, KEY, VALUE)                                                             \
    FHI_MAP_TYPE(NAME, fhi_T_##KEY, fhi_T_##VALUE, 0);                                             \
    FHI_MAP_DEFINE(NAME, KEY, KEY, VALUE, FHI_ASK_SAME)

#define FHI_HASHMAP_BY_(NAME, KEY, QUERY, VALUE)                                                   \
    FHI_MAP_TYPE(NAME, fhi_T_##KEY, fhi_T_##VALUE, 0);                                             \
    FHI_MAP_DEFINE(NAME, KEY, QUERY, VALUE, FHI_ASK_BY)

/* The pointer types are what DECLARE was told, for DEFINE to compare. */
#define FHI_MAP_TYPE(NAME, K, V, EARLY)                                                            \
    typedef struct NAME {                                                                          \
        fhi_map raw;                                                                               \
    } NAME;                                                                                        \
    typedef K *fhi_K_##NAME;                                                                       \
    typedef V *fhi_V_##NAME;                                                                       \
    typedef NAME fhi_T_##NAME;                                                                     \
    typedef NAME const *fhi_Q_##NAME;                                                              \
    enum { fhi_hole_T_##NAME = -1, fhi_early_T_##NAME = EARLY, fhi_by_value_T_##NAME = 0 };        \
    FHI_FORWARD_CONST(fhi_type, fhi_type_T_##NAME)                                                 \
    FHI_STATIC_ASSERT(sizeof(NAME) == sizeof(fhi_map), #NAME " is one fhi_map")

#ifdef __cplusplus
#    define FHI_MAP_CHECK(POINTER, T, MESSAGE) FHI_STATIC_ASSERT(1, MESSAGE)
#else
#    define FHI_MAP_CHECK(POINTER, T, MESSAGE)                                                     \
        _Static_assert(_Generic((POINTER)0, T * : 1, default : 0), MESSAGE)
#endif

#define FHI_MAP_DEFINE(NAME, KEY, QUERY, VALUE, ASK)                                               \
    FHI_MAP_CHECK(fhi_K_##NAME, fhi_T_##KEY, "the key of " #NAME " was declared as another type"); \
    FHI_MAP_CHECK(fhi_V_##NAME, fhi_T_##VALUE,                                                     \
                  "the value of " #NAME " was declared as another type");                          \
    struct fhi_entry_T_##NAME {                                                                    \
        fhi_T_##KEY key;                                                                           \
        fhi_T_##VALUE value;                                                                       \
    };                                                                                             \
    FHI_FORWARD_CONST(fhi_map_info, fhi_info_T_##NAME)                                             \
    ASK(NAME, KEY, QUERY)                                                                          \
    FHI_MAP_INFO(NAME, KEY, &fhi_type_T_##VALUE, offsetof(struct fhi_entry_T_##NAME, value))       \
    FHI_MAP_TOKEN(NAME, KEY, &fhi_type_T_##VALUE)                                                  \
    FHI_CONTAINER_MOVES(NAME)                                                                      \
    FHI_MAP_SEARCH(NAME, KEY, QUERY)                                                               \
    FHI_MAP_ROOM(NAME, KEY)                                                                        \
    FHI_MAP_CLONE(NAME, KEY, VALUE)                                                                \
    FHI_MAP_INSERT(NAME, KEY, VALUE)                                                               \
    FHI_MAP_BORROW(NAME, KEY, QUERY, VALUE)                                                        \
    FHI_MAP_REMOVE(NAME, KEY, QUERY, VALUE)                                                        \
    FHI_MAP_RETAIN(NAME, KEY, VALUE)                                                               \
    FHI_MAP_ENTRIES(NAME, NAME##_entries, NAME##_iter, KEY, VALUE, const)                          \
    FHI_MAP_ENTRIES(NAME, NAME##_entries_mut, NAME##_iter_mut, KEY, VALUE, )                       \
    FHI_STATIC_ASSERT(1, "")

/* ---- keys: hashed and compared as themselves, or as what they are asked by ------------------------ */

#define FHI_ASK_SAME(NAME, KEY, QUERY)                                                             \
    FHI_FOLD uint64_t fhi_hash_of_T_##NAME(fhi_map const *self, void const *key)                   \
    {                                                                                              \
        return fhi_map_hash(&fhi_type_T_##KEY, self, key);                                         \
    }                                                                                              \
    FH_INLINE bool fhi_match_T_##NAME(void const *question, void const *key)                       \
    {                                                                                              \
        return fhi_type_T_##KEY.eq(question, key);                                                 \
    }                                                                                              \
    FHI_FOLD void *fhi_find_key_T_##NAME(fhi_map const *self, void const *key, uint64_t hash)      \
    {                                                                                              \
        return fhi_map_find(self, &fhi_info_T_##NAME, key, hash);                                  \
    }

#define FHI_ASK_BY(NAME, KEY, QUERY)                                                               \
    FHI_FOLD uint64_t fhi_hash_of_T_##NAME(fhi_map const *self, void const *key)                   \
    {                                                                                              \
        fhi_T_##QUERY query_ = KEY##_as_##QUERY((fhi_T_##KEY const *)key);                         \
        return fhi_map_hash(&fhi_type_T_##QUERY, self, &query_);                                   \
    }                                                                                              \
    FH_INLINE bool fhi_match_T_##NAME(void const *question, void const *key)                       \
    {                                                                                              \
        fhi_T_##QUERY query_ = KEY##_as_##QUERY((fhi_T_##KEY const *)key);                         \
        return fhi_type_T_##QUERY.eq(question, &query_);                                           \
    }                                                                                              \
    FHI_FOLD void *fhi_find_key_T_##NAME(fhi_map const *self, void const *key, uint64_t hash)      \
    {                                                                                              \
        fhi_T_##QUERY query_ = KEY##_as_##QUERY((fhi_T_##KEY const *)key);                         \
        return fhi_map_find(self, &fhi_info_T_##NAME, &query_, hash);                              \
    }

/* ---- the token ------------------------------------------------------------------------------ */

#define FHI_MAP_INFO(NAME, KEY, VALUE_TYPE, VALUE_OFFSET)                                          \
    FH_INLINE uint64_t fhi_hash_key_T_##NAME(fhi_map const *self, void const *key)                 \
    {                                                                                              \
        return fhi_hash_of_T_##NAME(self, key);                                                    \
    }                                                                                              \
    FHI_CONST(fhi_map_info, fhi_info_T_##NAME, #NAME, &fhi_type_T_##KEY, VALUE_TYPE,               \
              sizeof(struct fhi_entry_T_##NAME), FHI_ALIGNOF(struct fhi_entry_T_##NAME),           \
              VALUE_OFFSET, fhi_hash_key_T_##NAME, fhi_match_T_##NAME);

#define FHI_MAP_TOKEN(NAME, KEY, VALUE_TYPE)                                                       \
    FH_INLINE unsigned fhi_traits_T_##NAME(void)                                                   \
    {                                                                                              \
        return fhi_traits_of_container(&fhi_type_T_##KEY, VALUE_TYPE,                              \
                                       (int)fhi_early_T_##NAME != 0) &                             \
               (FHI_DROPS | FHI_NESTS | FHI_WORD | FHI_CLONES);                                    \
    }                                                                                              \
    FH_INLINE void fhi_drop_T_##NAME(void *self)                                                   \
    {                                                                                              \
        fhi_map_end(&((NAME *)self)->raw, &fhi_info_T_##NAME);                                     \
    }                                                                                              \
    FH_INLINE fh_status fhi_clone_T_##NAME(void const *self, void *out)                            \
    {                                                                                              \
        return fhi_map_clone(&((NAME const *)self)->raw, &fhi_info_T_##NAME, &((NAME *)out)->raw); \
    }                                                                                              \
    FHI_CONST(fhi_type, fhi_type_T_##NAME, #NAME, sizeof(NAME), FHI_ALIGNOF(NAME), FHI_SHAPE_MAP,  \
              -1, NULL, fhi_traits_T_##NAME, fhi_drop_T_##NAME, fhi_clone_T_##NAME, fhi_no_eq,     \
              fhi_no_cmp, fhi_no_hash, fhi_no_debug, NULL, NULL, 0, NULL, &fhi_type_T_##KEY,       \
              VALUE_TYPE, &fhi_info_T_##NAME);

#define FHI_MAP_CLONE(NAME, KEY, VALUE)                                                            \
    FH_NODISCARD FHI_WRAP fh_status NAME##_try_clone(NAME const *self, NAME *out)                  \
    {                                                                                              \
        FHI_REQUIRE(fhi_has(&fhi_type_T_##KEY, FHI_CLONES), fhi_needs_clone);                      \
        FHI_REQUIRE(fhi_has(&fhi_type_T_##VALUE, FHI_CLONES), fhi_needs_clone);                    \
        return fhi_clone_T_##NAME(self, out);                                                      \
    }                                                                                              \
    FH_NODISCARD FHI_WRAP NAME NAME##_clone(NAME const *self)                                      \
    {                                                                                              \
        NAME map_ = NAME##_new();                                                                  \
        fhi_expect(NAME##_try_clone(self, &map_));                                                 \
        return map_;                                                                               \
    }

/* ---- searching: once a map type, not once a call ---------------------------------------------- */

#define FHI_MAP_SEARCH(NAME, KEY, QUERY)                                                           \
    FH_INLINE struct fhi_entry_T_##NAME *fhi_find_T_##NAME(NAME const *self, void const *question) \
    {                                                                                              \
        FHI_REQUIRE(fhi_has(&fhi_type_T_##QUERY, FHI_HASHES), fhi_needs_hash);                     \
        FHI_REQUIRE(fhi_has(&fhi_type_T_##QUERY, FHI_EQUALS), fhi_needs_eq);                       \
        if (self->raw.len == 0)                                                                    \
            return NULL;                                                                           \
        return (struct fhi_entry_T_##NAME *)fhi_map_find(                                          \
            &self->raw, &fhi_info_T_##NAME, question,                                              \
            fhi_map_hash(&fhi_type_T_##QUERY, &self->raw, question));                              \
    }                                                                                              \
    /* The entry of a key. If there was none, one whose bytes are not written yet. */              \
    FH_INLINE fh_status fhi_slot_T_##NAME(NAME *self, fhi_T_##KEY const *key,                      \
                                          struct fhi_entry_T_##NAME **out, bool *fresh)            \
    {                                                                                              \
        void *entry_ = NULL;                                                                       \
        uint64_t hash_;                                                                            \
        if (FHI_UNLIKELY(self->raw.control == NULL))                                               \
            FH_TRY(fhi_map_make_room(&self->raw, &fhi_info_T_##NAME, 1));                          \
        hash_ = fhi_hash_of_T_##NAME(&self->raw, key);                                             \
        entry_ = fhi_find_key_T_##NAME(&self->raw, key, hash_);                                    \
        *fresh = entry_ == NULL;                                                                   \
        if (entry_ == NULL)                                                                        \
            FH_TRY(fhi_map_claim(&self->raw, &fhi_info_T_##NAME, hash_, &entry_));                 \
        *out = (struct fhi_entry_T_##NAME *)entry_;                                                \
        return FH_OK;                                                                              \
    }

/* ---- room ----------------------------------------------------------------------------------- */

#define FHI_MAP_ROOM(NAME, KEY)                                                                    \
    FH_NODISCARD FHI_WRAP NAME NAME##_new(void)                                                    \
    {                                                                                              \
        NAME map_;                                                                                 \
        memset((void *)&map_, 0, sizeof(map_));                                                    \
        return map_;                                                                               \
    }                                                                                              \
    FH_NODISCARD FHI_WRAP size_t NAME##_len(NAME const *self)                                      \
    {                                                                                              \
        return self->raw.len;                                                                      \
    }                                                                                              \
    FH_NODISCARD FHI_WRAP size_t NAME##_capacity(NAME const *self)                                 \
    {                                                                                              \
        return self->raw.len + self->raw.spare;                                                    \
    }                                                                                              \
    FH_NODISCARD FHI_WRAP bool NAME##_is_empty(NAME const *self)                                   \
    {                                                                                              \
        return self->raw.len == 0;                                                                 \
    }                                                                                              \
    FH_NODISCARD FHI_WRAP fh_status NAME##_try_reserve(NAME *self, size_t additional)              \
    {                                                                                              \
        return additional <= self->raw.spare                                                       \
                   ? FH_OK                                                                         \
                   : fhi_map_make_room(&self->raw, &fhi_info_T_##NAME, additional);                \
    }                                                                                              \
    FHI_WRAP void NAME##_reserve(NAME *self, size_t additional)                                    \
    {                                                                                              \
        fhi_expect(NAME##_try_reserve(self, additional));                                          \
    }                                                                                              \
    FH_NODISCARD FHI_WRAP fh_status NAME##_try_with_capacity(size_t capacity, NAME *out)           \
    {                                                                                              \
        NAME map_ = NAME##_new();                                                                  \
        FH_TRY(NAME##_try_reserve(&map_, capacity));                                               \
        *out = map_;                                                                               \
        return FH_OK;                                                                              \
    }                                                                                              \
    FH_NODISCARD FHI_WRAP NAME NAME##_with_capacity(size_t capacity)                               \
    {                                                                                              \
        NAME map_ = NAME##_new();                                                                  \
        NAME##_reserve(&map_, capacity);                                                           \
        return map_;                                                                               \
    }                                                                                              \
    FH_NODISCARD FHI_WRAP fh_status NAME##_try_shrink_to_fit(NAME *self)                           \
    {                                                                                              \
        return fhi_map_shrink(&self->raw, &fhi_info_T_##NAME);                                     \
    }                                                                                              \
    /* Only a wish: without the memory for a smaller block the larger one stays. */                \
    FHI_WRAP void NAME##_shrink_to_fit(NAME *self)                                                 \
    {                                                                                              \
        (void)(NAME##_try_shrink_to_fit(self) == FH_OK);                                           \
    }                                                                                              \
    FHI_WRAP void NAME##_clear(NAME *self)                                                         \
    {                                                                                              \
        fhi_map_clear(&self->raw, &fhi_info_T_##NAME);                                             \
    }

/* ---- entries in ----------------------------------------------------------------------------- */

#define FHI_MAP_INSERT(NAME, KEY, VALUE)                                                              \
    /* Moves both in and empties them; the old value goes to `old`, or is dropped if that is NULL. */ \
    FH_INLINE fh_status fhi_insert_T_##NAME(NAME *self, fhi_T_##KEY *key, fhi_T_##VALUE *value,       \
                                            fhi_T_##VALUE *old, bool *replaced)                       \
    {                                                                                                 \
        struct fhi_entry_T_##NAME *entry_;                                                            \
        fhi_T_##VALUE before_;                                                                        \
        bool fresh_;                                                                                  \
        FH_TRY(fhi_slot_T_##NAME(self, key, &entry_, &fresh_));                                       \
        if (!fresh_)                                                                                  \
            before_ = entry_->value;                                                                  \
        else                                                                                          \
            memset((void *)&before_, 0, sizeof(before_));                                             \
        entry_->value = *value;                                                                       \
        fhi_moved_in(&fhi_type_T_##VALUE, &entry_->value);                                            \
        memset((void *)value, 0, sizeof(*value));                                                     \
        *replaced = !fresh_;                                                                          \
        fhi_map_put_key(&fhi_type_T_##KEY, &entry_->key, key, fresh_);                                \
        if (old != NULL || !fresh_)                                                                   \
            fhi_give(&fhi_type_T_##VALUE, &before_, old);                                             \
        return FH_OK;                                                                                 \
    }                                                                                                 \
    FH_NODISCARD FHI_WRAP fh_status NAME##_try_replace(                                               \
        NAME *self, fhi_T_##KEY key, fhi_T_##VALUE value, fhi_T_##VALUE *old, bool *replaced)         \
    {                                                                                                 \
        fh_status status_ = fhi_insert_T_##NAME(self, &key, &value, old, replaced);                   \
        if (FHI_UNLIKELY(status_ != FH_OK)) {                                                         \
            fhi_type_T_##KEY.drop(&key);                                                              \
            fhi_type_T_##VALUE.drop(&value);                                                          \
        }                                                                                             \
        return status_;                                                                               \
    }                                                                                                 \
    FH_NODISCARD FHI_WRAP fh_status NAME##_try_insert(NAME *self, fhi_T_##KEY key,                    \
                                                      fhi_T_##VALUE value)                            \
    {                                                                                                 \
        bool replaced_;                                                                               \
        return NAME##_try_replace(self, key, value, NULL, &replaced_);                                \
    }                                                                                                 \
    FHI_WRAP void NAME##_insert(NAME *self, fhi_T_##KEY key, fhi_T_##VALUE value)                     \
    {                                                                                                 \
        fhi_expect(NAME##_try_insert(self, key, value));                                              \
    }                                                                                                 \
    FH_NODISCARD FHI_WRAP fh_status NAME##_try_insert_move(NAME *self, fhi_T_##KEY *key,              \
                                                           fhi_T_##VALUE *value)                      \
    {                                                                                                 \
        bool replaced_;                                                                               \
        return fhi_insert_T_##NAME(self, key, value, NULL, &replaced_);                               \
    }                                                                                                 \
    FH_NODISCARD FHI_WRAP fh_status NAME##_try_entry(NAME *self, fhi_T_##KEY key,                     \
                                                     fhi_T_##VALUE **out, bool *inserted)             \
    {                                                                                                 \
        struct fhi_entry_T_##NAME *entry_;                                                            \
        bool fresh_;                                                                                  \
        fh_status status_ = fhi_slot_T_##NAME(self, &key, &entry_, &fresh_);                          \
        if (FHI_UNLIKELY(status_ != FH_OK)) {                                                         \
            fhi_type_T_##KEY.drop(&key);                                                              \
            return status_;                                                                           \
        }                                                                                             \
        if (fresh_)                                                                                   \
            memset((void *)&entry_->value, 0, sizeof(entry_->value));                                 \
        fhi_map_put_key(&fhi_type_T_##KEY, &entry_->key, &key, fresh_);                               \
        *out = &entry_->value;                                                                        \
        if (inserted != NULL)                                                                         \
            *inserted = fresh_;                                                                       \
        return FH_OK;                                                                                 \
    }                                                                                                 \
    FH_NODISCARD FHI_WRAP fhi_T_##VALUE *NAME##_entry(NAME *self, fhi_T_##KEY key)                    \
    {                                                                                                 \
        fhi_T_##VALUE *value_ = NULL;                                                                 \
        fhi_expect(NAME##_try_entry(self, key, &value_, NULL));                                       \
        return value_;                                                                                \
    }

/* ---- entries borrowed ----------------------------------------------------------------------- */

#define FHI_MAP_BORROW(NAME, KEY, QUERY, VALUE)                                                    \
    FH_NODISCARD FHI_WRAP fhi_T_##VALUE *NAME##_get_mut(NAME *self, fhi_Q_##QUERY key)             \
    {                                                                                              \
        struct fhi_entry_T_##NAME *entry_ =                                                        \
            fhi_find_T_##NAME(self, fhi_question(&key, (int)fhi_by_value_T_##QUERY != 0));         \
        return entry_ != NULL ? &entry_->value : NULL;                                             \
    }                                                                                              \
    FH_NODISCARD FHI_WRAP fhi_T_##VALUE const *NAME##_get(NAME const *self, fhi_Q_##QUERY key)     \
    {                                                                                              \
        struct fhi_entry_T_##NAME *entry_ =                                                        \
            fhi_find_T_##NAME(self, fhi_question(&key, (int)fhi_by_value_T_##QUERY != 0));         \
        return entry_ != NULL ? &entry_->value : NULL;                                             \
    }                                                                                              \
    FH_NODISCARD FHI_WRAP fhi_T_##KEY const *NAME##_get_key(NAME const *self, fhi_Q_##QUERY key)   \
    {                                                                                              \
        struct fhi_entry_T_##NAME *entry_ =                                                        \
            fhi_find_T_##NAME(self, fhi_question(&key, (int)fhi_by_value_T_##QUERY != 0));         \
        return entry_ != NULL ? &entry_->key : NULL;                                               \
    }                                                                                              \
    FH_NODISCARD FHI_WRAP bool NAME##_contains_key(NAME const *self, fhi_Q_##QUERY key)            \
    {                                                                                              \
        return fhi_find_T_##NAME(self, fhi_question(&key, (int)fhi_by_value_T_##QUERY != 0)) !=    \
               NULL;                                                                               \
    }

/* ---- entries out ---------------------------------------------------------------------------- */

#define FHI_MAP_REMOVE(NAME, KEY, QUERY, VALUE)                                                    \
    FHI_WRAP bool NAME##_remove_entry(NAME *self, fhi_Q_##QUERY key, fhi_T_##KEY *key_out,         \
                                      fhi_T_##VALUE *out)                                          \
    {                                                                                              \
        struct fhi_entry_T_##NAME removed_;                                                        \
        struct fhi_entry_T_##NAME *entry_ =                                                        \
            fhi_find_T_##NAME(self, fhi_question(&key, (int)fhi_by_value_T_##QUERY != 0));         \
        if (entry_ == NULL)                                                                        \
            return false;                                                                          \
        removed_ = *entry_;                                                                        \
        fhi_map_release(&self->raw, &fhi_info_T_##NAME, entry_);                                   \
        fhi_give(&fhi_type_T_##KEY, &removed_.key, key_out);                                       \
        fhi_give(&fhi_type_T_##VALUE, &removed_.value, out);                                       \
        return true;                                                                               \
    }                                                                                              \
    FHI_WRAP bool NAME##_remove(NAME *self, fhi_Q_##QUERY key, fhi_T_##VALUE *out)                 \
    {                                                                                              \
        return NAME##_remove_entry(self, key, NULL, out);                                          \
    }

#define FHI_MAP_RETAIN(NAME, KEY, VALUE)                                                           \
    struct fhi_keep_call_T_##NAME {                                                                \
        bool (*keep)(fhi_T_##KEY const *key, fhi_T_##VALUE *value, void *context);                 \
        void *context;                                                                             \
    };                                                                                             \
    FH_INLINE bool fhi_keep_T_##NAME(void const *key, void *value, void *closure)                  \
    {                                                                                              \
        struct fhi_keep_call_T_##NAME *call_ = (struct fhi_keep_call_T_##NAME *)closure;           \
        return call_->keep((fhi_T_##KEY const *)key, (fhi_T_##VALUE *)value, call_->context);      \
    }                                                                                              \
    FHI_WRAP void NAME##_retain(                                                                   \
        NAME *self, bool (*keep)(fhi_T_##KEY const *key, fhi_T_##VALUE *value, void *context),     \
        void *context)                                                                             \
    {                                                                                              \
        struct fhi_keep_call_T_##NAME call_ = {keep, context};                                     \
        fhi_map_retain(&self->raw, &fhi_info_T_##NAME, fhi_keep_T_##NAME, &call_);                 \
    }

/* ---- all entries ---------------------------------------------------------------------------- */

#define FHI_MAP_ENTRIES(NAME, ENTRIES, ITER, KEY, VALUE, CONST)                                    \
    typedef struct ENTRIES {                                                                       \
        fhi_T_##KEY const *key;                                                                    \
        fhi_T_##VALUE CONST *value;                                                                \
        fhi_map const *map_;                                                                       \
        size_t position_;                                                                          \
    } ENTRIES;                                                                                     \
    FH_NODISCARD FHI_WRAP ENTRIES ITER(NAME CONST *self)                                           \
    {                                                                                              \
        ENTRIES entries_ = {NULL, NULL, &self->raw, 0};                                            \
        return entries_;                                                                           \
    }                                                                                              \
    FHI_WRAP bool ENTRIES##_next(ENTRIES *self)                                                    \
    {                                                                                              \
        void *key_;                                                                                \
        void *value_;                                                                              \
        if (!fhi_map_next(&fhi_info_T_##NAME, self->map_, &self->position_, &key_, &value_))       \
            return false;                                                                          \
        self->key = (fhi_T_##KEY const *)key_;                                                     \
        self->value = (fhi_T_##VALUE *)value_;                                                     \
        return true;                                                                               \
    }

#endif
