/* SPDX-License-Identifier: MIT */
/*
 * descriptor.h: what the untyped half of the library knows of a type.
 *
 * Layer 2. A type token `x` is made of six things, all named after it:
 *
 *   fhi_T_x         the C type
 *   fhi_Q_x         how containers are asked for it: the value, or `T const *`
 *   fhi_type_T_x    its fhi_type: size, callbacks, rows
 *   fhi_hole_T_x    where a link can be kept in it
 *   fhi_early_T_x   may it own itself?
 *   fhi_by_value_T_x   is fhi_Q_x the value itself?
 *
 * WHY the _T_: no name of the library's own has it, so a user's token may be called `rows` or `u8`.
 *
 * The first two are typedefs, fhi_type_T_x is a constant object, the others are enum constants, because
 * they take part in integer constant expressions. Everything that depends on a user's option
 * (`.leaf = true`) cannot, in C11, so it is asked of `traits()`: a function that returns a constant, and
 * folds like one.
 */
#ifndef FREEHOLD_DETAIL_DESCRIPTOR_H
#define FREEHOLD_DETAIL_DESCRIPTOR_H

#include <freehold/panic.h>

FHI_EXTERN_C_BEGIN

typedef struct fhi_type fhi_type;
typedef struct fhi_owner fhi_owner;
typedef struct fhi_waiting fhi_waiting;
typedef struct fh_hasher fh_hasher;
typedef struct fh_string fh_string;
typedef struct fh_visitor fh_visitor;

/** What can be done with a value, and what its end may lead to. A set. */
enum fhi_trait {
    FHI_DROPS = 1, /* there is something to drop */
    FHI_NESTS = 2, /* the drop may drop further owners, to any depth: it runs under the guard */
    FHI_WORD = 4,  /* nests, and has no field to keep a link in: the header gets a word for it */
    FHI_CHAIN = 8, /* nothing beside the field of the link nests: can be finished on the spot */
    FHI_CLONES = 16,
    FHI_EQUALS = 32,
    FHI_COMPARES = 64,
    FHI_HASHES = 128,
    FHI_DEBUGS = 256,
    FHI_COPIES = 512,  /* a clone is a copy of the bytes, and there is nothing to drop */
    FHI_TRACES = 1024, /* there is a .trace callback */
    FHI_TEXT = 2048    /* begins with the address and the length of a text, and is hashed as that */
};

/** How the collector and the reporter walk through a value. */
typedef enum fhi_shape {
    FHI_SHAPE_PLAIN,    /* nothing inside but what a .trace callback shows */
    FHI_SHAPE_STRUCT,   /* `fields` */
    FHI_SHAPE_POINTER,  /* one strong handle: `owner` */
    FHI_SHAPE_WEAK,     /* owns no value */
    FHI_SHAPE_SEQUENCE, /* an fhi_vec of `element` */
    FHI_SHAPE_MAP       /* an fhi_map: `map` tells the rest */
} fhi_shape;

/** One row of an owner table. */
typedef struct fhi_field {
    char const *name;
    size_t offset;
    fhi_type const *type;
} fhi_field;

struct fhi_type {
    char const *name;
    size_t size;
    size_t align;
    fhi_shape shape;
    int hole;                  /* offset of the first owning pointer inside; -1: none */
    fhi_type const *hole_type; /* the pointer's type, or that of the row that holds it */
    unsigned (*traits)(void);
    /* Never NULL; those that a type cannot do panic (their typed callers do not compile). */
    void (*drop)(void *self);
    fh_status (*clone)(void const *self, void *out);
    bool (*eq)(void const *self, void const *other);
    int (*cmp)(void const *self, void const *other);
    void (*hash)(void const *self, fh_hasher *hasher);
    fh_status (*debug)(void const *self, fh_string *out);
    void (*trace)(void *self, fh_visitor *visitor); /* may be NULL */
    /* STRUCT */
    fhi_field const *fields;
    size_t field_count;
    /* POINTER */
    fhi_owner const *owner;
    /* SEQUENCE: the elements; MAP: the keys */
    fhi_type const *element;
    /* MAP: the values, NULL in a set, and the fhi_map's own description */
    fhi_type const *value;
    void const *map;
};

typedef enum fhi_family { FHI_BOX, FHI_RC, FHI_ARC } fhi_family;

/** A value whose last owner is gone and which is not dropped yet. `value` NULL: none. */
typedef struct fhi_dying {
    fhi_owner const *owner;
    void *value;
} fhi_dying;

/** How the values behind one pointer type are laid out and destroyed. One for each FH_BOX, FH_RC, FH_ARC. */
struct fhi_owner {
    char const *name;      /* of the handle type */
    fhi_type const *value; /* what it points at */
    fhi_family family;
    bool (*cyclic)(void);
    void (*finish)(void *value);         /* drops the value, then gives the memory back */
    fhi_dying (*set_aside)(void *value); /* see nest.h */
    fhi_waiting *(*waiting)(void);       /* this thread's list of values that were set aside */
    uint32_t *index; /* cyclic: the owner's number in the registry, 0 for not yet */
};

/* A pointer-sized place inside somebody else's object: it may alias any handle. */
typedef void *__attribute__((may_alias)) fhi_slot;

FHI_EXTERN_C_END

#endif
