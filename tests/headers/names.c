/* SPDX-License-Identifier: MIT */
/* names.c: tokens and types may have any name, whatever the library uses inside. */
#include <freehold.h>

typedef struct row {
    long value;
} row;

FH_TYPE(u8, uint8_t);
FH_TYPE(i64, int64_t);
FH_TYPE(f64, double);
FH_TYPE(row, struct row);
FH_TYPE(scalar, struct row);
FH_TYPE(of_table, struct row);
FH_BOX(owner, row);
FH_RC(nested, row);
FH_RC(rows, scalar, .cyclic = true);
FH_ARC(all, of_table);
FH_VEC(nothing, u8);
FH_VEC(of_type, owner);
FH_VEC(keys, long);
FH_HASHMAP(entries, long, row);
FH_STRMAP(as_closure, row);
FH_HASHSET(bytes, long);

struct table {
    owner self;
    rows next;
    of_type old_;
    entries map;
};
FH_OWNS(table, struct table, (owner, self), (rows, next), (of_type, old_), (entries, map));
FH_VEC(walk, table);

int main(void)
{
    fh_auto(walk) all_tables = {0};
    walk_push(&all_tables, (struct table){.self = owner_new((row){1})});
    return walk_len(&all_tables) == 1 ? 0 : 1;
}
