/* SPDX-License-Identifier: MIT */
/*
 * hashset.h: keys without values (Rust: std::collections::HashSet).
 *
 * Layer 4. Tests: tests/unit/test_hashmap.c.
 *
 *   FH_HASHSET(numbers, long);                           asked by long
 *   FH_STRSET(names);                                    fh_string, asked by fh_str
 *   FH_HASHSET_BY(paths, path, fh_str);                  as FH_HASHMAP_BY
 *   FH_HASHSET_DECLARE, FH_HASHSET_DEFINE                as those of hashmap.h
 *
 *   fh_foreach_entry (numbers, e, &set)                  `*e.key`; there is no value
 *       printf("%ld\n", *e.key);
 *
 * All that hashmap.h says of keys, hashes, `Q`, moves, statuses and borrows holds here too.
 *
 *  NAME_new try_with_capacity len capacity is_empty try_reserve try_shrink_to_fit clear drop
 *  try_clone take set replace swap trace: as in hashmap.h
 *
 *  NAME_try_insert(NAME *, K, bool *fresh) moves in; dropped if it  amortised O(1) HashSet::insert
 *                                          is there; fresh: or NULL
 *  NAME_insert(NAME *, K)                  the same; returns fresh  amortised O(1) HashSet::insert
 *  NAME_try_insert_move(NAME *, K *,       empties the key on FH_OK amortised O(1) -
 *                       bool *fresh)
 *  NAME_contains(NAME const *, Q)                                   O(1)           HashSet::contains
 *  NAME_get(NAME const *, Q)               borrows; NULL: not there O(1)           HashSet::get
 *  NAME_remove(NAME *, Q, K *out)          false: not there; moves  O(1)           HashSet::take
 *                                          out, or drops: out NULL
 *  NAME_retain(NAME *, keep, context)      drops what keep rejects  O(capacity)    HashSet::retain
 */
#ifndef FREEHOLD_HASHSET_H
#define FREEHOLD_HASHSET_H

#include <freehold/hashmap.h>

/** Makes NAME, a set of the type that KEY describes. At file scope. */
#define FH_HASHSET(NAME, KEY) FHI_HASHSET_(NAME, KEY)
/** Makes the set type alone, enough to be a field of a struct; K is a C type, and may be incomplete. */
#define FH_HASHSET_DECLARE(NAME, K) FHI_MAP_TYPE(NAME, K, void, 1)
/** Makes the functions of a declared NAME. */
#define FH_HASHSET_DEFINE(NAME, KEY) FHI_SET_DEFINE(NAME, KEY, KEY, FHI_ASK_SAME)

/** The same, asked by QUERY; there must be a function `QUERY-type KEY_as_QUERY(KEY-type const *)`. */
#define FH_HASHSET_BY(NAME, KEY, QUERY)        FHI_HASHSET_BY_(NAME, KEY, QUERY)
#define FH_HASHSET_BY_DECLARE(NAME, K, Q)      FHI_MAP_TYPE(NAME, K, void, 1)
#define FH_HASHSET_BY_DEFINE(NAME, KEY, QUERY) FHI_SET_DEFINE(NAME, KEY, QUERY, FHI_ASK_BY)

/** Makes NAME, a set of fh_string that is asked by fh_str. */
#define FH_STRSET(NAME)         FHI_HASHSET_BY_(NAME, fh_string, fh_str)
#define FH_STRSET_DECLARE(NAME) FHI_MAP_TYPE(NAME, fh_string, void, 1)
#define FH_STRSET_DEFINE(NAME)  FHI_SET_DEFINE(NAME, fh_string, fh_str, FHI_ASK_BY)

#define FHI_HASHSET_(NAME, KEY)                                                                    \
    FHI_MAP_TYPE(NAME, fhi_T_##KEY, void, 0);                                                      \
    FHI_SET_DEFINE(NAME, KEY, KEY, FHI_ASK_SAME)

#define FHI_HASHSET_BY_(NAME, KEY, QUERY)                                                          \
    FHI_MAP_TYPE(NAME, fhi_T_##KEY, void, 0);                                                      \
    FHI_SET_DEFINE(NAME, KEY, QUERY, FHI_ASK_BY)

#define FHI_SET_DEFINE(NAME, KEY, QUERY, ASK)                                                      \
    FHI_MAP_CHECK(fhi_K_##NAME, fhi_T_##KEY, "the key of " #NAME " was declared as another type"); \
    struct fhi_entry_T_##NAME {                                                                    \
        fhi_T_##KEY key;                                                                           \
    };                                                                                             \
    FHI_FORWARD_CONST(fhi_map_info, fhi_info_T_##NAME)                                             \
    ASK(NAME, KEY, QUERY)                                                                          \
    FHI_MAP_INFO(NAME, KEY, NULL, 0)                                                               \
    FHI_MAP_TOKEN(NAME, KEY, NULL)                                                                 \
    FHI_CONTAINER_MOVES(NAME)                                                                      \
    FHI_MAP_SEARCH(NAME, KEY, QUERY)                                                               \
    FHI_MAP_ROOM(NAME, KEY)                                                                        \
    FHI_MAP_CLONE(NAME, KEY, KEY)                                                                  \
    FHI_SET_INSERT(NAME, KEY)                                                                      \
    FHI_SET_QUESTIONS(NAME, KEY, QUERY)                                                            \
    FHI_SET_RETAIN(NAME, KEY)                                                                      \
    FHI_SET_ENTRIES(NAME, KEY)                                                                     \
    FHI_STATIC_ASSERT(1, "")

#define FHI_SET_INSERT(NAME, KEY)                                                                  \
    FH_NODISCARD FHI_WRAP fh_status NAME##_try_insert_move(NAME *self, fhi_T_##KEY *key,           \
                                                           bool *fresh)                            \
    {                                                                                              \
        struct fhi_entry_T_##NAME *entry_;                                                         \
        bool fresh_;                                                                               \
        FH_TRY(fhi_slot_T_##NAME(self, key, &entry_, &fresh_));                                    \
        fhi_map_put_key(&fhi_type_T_##KEY, &entry_->key, key, fresh_);                             \
        if (fresh != NULL)                                                                         \
            *fresh = fresh_;                                                                       \
        return FH_OK;                                                                              \
    }                                                                                              \
    FH_NODISCARD FHI_WRAP fh_status NAME##_try_insert(NAME *self, fhi_T_##KEY key, bool *fresh)    \
    {                                                                                              \
        fh_status status_ = NAME##_try_insert_move(self, &key, fresh);                             \
        if (FHI_UNLIKELY(status_ != FH_OK))                                                        \
            fhi_type_T_##KEY.drop(&key);                                                           \
        return status_;                                                                            \
    }                                                                                              \
    FHI_WRAP bool NAME##_insert(NAME *self, fhi_T_##KEY key)                                       \
    {                                                                                              \
        bool fresh_ = false;                                                                       \
        fhi_expect(NAME##_try_insert(self, key, &fresh_));                                         \
        return fresh_;                                                                             \
    }

#define FHI_SET_QUESTIONS(NAME, KEY, QUERY)                                                        \
    FH_NODISCARD FHI_WRAP fhi_T_##KEY const *NAME##_get(NAME const *self, fhi_Q_##QUERY key)       \
    {                                                                                              \
        struct fhi_entry_T_##NAME *entry_ =                                                        \
            fhi_find_T_##NAME(self, fhi_question(&key, (int)fhi_by_value_T_##QUERY != 0));         \
        return entry_ != NULL ? &entry_->key : NULL;                                               \
    }                                                                                              \
    FH_NODISCARD FHI_WRAP bool NAME##_contains(NAME const *self, fhi_Q_##QUERY key)                \
    {                                                                                              \
        return fhi_find_T_##NAME(self, fhi_question(&key, (int)fhi_by_value_T_##QUERY != 0)) !=    \
               NULL;                                                                               \
    }                                                                                              \
    FHI_WRAP bool NAME##_remove(NAME *self, fhi_Q_##QUERY key, fhi_T_##KEY *out)                   \
    {                                                                                              \
        fhi_T_##KEY removed_;                                                                      \
        struct fhi_entry_T_##NAME *entry_ =                                                        \
            fhi_find_T_##NAME(self, fhi_question(&key, (int)fhi_by_value_T_##QUERY != 0));         \
        if (entry_ == NULL)                                                                        \
            return false;                                                                          \
        removed_ = entry_->key;                                                                    \
        fhi_map_release(&self->raw, &fhi_info_T_##NAME, entry_);                                   \
        fhi_give(&fhi_type_T_##KEY, &removed_, out);                                               \
        return true;                                                                               \
    }

#define FHI_SET_RETAIN(NAME, KEY)                                                                  \
    struct fhi_keep_call_T_##NAME {                                                                \
        bool (*keep)(fhi_T_##KEY const *key, void *context);                                       \
        void *context;                                                                             \
    };                                                                                             \
    FH_INLINE bool fhi_keep_T_##NAME(void const *key, void *value, void *closure)                  \
    {                                                                                              \
        struct fhi_keep_call_T_##NAME *call_ = (struct fhi_keep_call_T_##NAME *)closure;           \
        (void)value;                                                                               \
        return call_->keep((fhi_T_##KEY const *)key, call_->context);                              \
    }                                                                                              \
    FHI_WRAP void NAME##_retain(NAME *self, bool (*keep)(fhi_T_##KEY const *key, void *context),   \
                                void *context)                                                     \
    {                                                                                              \
        struct fhi_keep_call_T_##NAME call_ = {keep, context};                                     \
        fhi_map_retain(&self->raw, &fhi_info_T_##NAME, fhi_keep_T_##NAME, &call_);                 \
    }

#define FHI_SET_ENTRIES(NAME, KEY)                                                                 \
    typedef struct NAME##_entries {                                                                \
        fhi_T_##KEY const *key;                                                                    \
        fhi_map const *map_;                                                                       \
        size_t position_;                                                                          \
    } NAME##_entries;                                                                              \
    FH_NODISCARD FHI_WRAP NAME##_entries NAME##_iter(NAME const *self)                             \
    {                                                                                              \
        NAME##_entries entries_ = {NULL, &self->raw, 0};                                           \
        return entries_;                                                                           \
    }                                                                                              \
    FHI_WRAP bool NAME##_entries_next(NAME##_entries *self)                                        \
    {                                                                                              \
        void *key_;                                                                                \
        void *value_;                                                                              \
        if (!fhi_map_next(&fhi_info_T_##NAME, self->map_, &self->position_, &key_, &value_))       \
            return false;                                                                          \
        self->key = (fhi_T_##KEY const *)key_;                                                     \
        return true;                                                                               \
    }

#endif
