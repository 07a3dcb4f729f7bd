/* SPDX-License-Identifier: MIT */
/*
 * sort.c: order in an array, without memory beside it.
 *
 * Quicksort with the median of three, and what keeps it from its bad cases (Musser's introsort, 1997):
 * short parts are left to an insertion sort, and a part that was split badly too often to a heapsort. So
 * the worst case is O(n log n), and the stack holds one frame per level of splitting, at most 2 log n.
 *
 * No loop relies on the order being sound: each is bounded by the part's own ends.
 */
#include <freehold/detail/raw_vec.h>

/* One sort under way. */
struct sort {
    char *base;
    size_t size;
    fhi_order *order;
    void *closure;
};

enum { SORT_SHORT = 16 };

static char *sort_at(struct sort const *self, size_t index)
{
    return self->base + index * self->size;
}

static bool sort_less(struct sort const *self, size_t one, size_t other)
{
    return self->order(sort_at(self, one), sort_at(self, other), self->closure) < 0;
}

static void sort_swap(struct sort const *self, size_t one, size_t other)
{
    char *a = sort_at(self, one);
    char *b = sort_at(self, other);
    size_t left = self->size;
    uint64_t words[2];
    for (; left >= sizeof(words[0]); left -= sizeof(words[0])) {
        memcpy(&words[0], a, sizeof(words[0]));
        memcpy(&words[1], b, sizeof(words[0]));
        memcpy(a, &words[1], sizeof(words[0]));
        memcpy(b, &words[0], sizeof(words[0]));
        a += sizeof(words[0]);
        b += sizeof(words[0]);
    }
    for (; left != 0; left--) {
        char byte = *a;
        *a++ = *b;
        *b++ = byte;
    }
}

static void sort_insertion(struct sort const *self, size_t from, size_t to)
{
    for (size_t i = from + 1; i < to; i++)
        for (size_t j = i; j > from && sort_less(self, j, j - 1); j--)
            sort_swap(self, j, j - 1);
}

/* Lets the element at `root` sink until no child in [from, to) is greater. Indices count from `from`. */
static void sort_sink(struct sort const *self, size_t from, size_t root, size_t count)
{
    size_t child;
    while ((child = 2 * root + 1) < count) {
        if (child + 1 < count && sort_less(self, from + child, from + child + 1))
            child++;
        if (!sort_less(self, from + root, from + child))
            return;
        sort_swap(self, from + root, from + child);
        root = child;
    }
}

static void sort_heap(struct sort const *self, size_t from, size_t to)
{
    size_t count = to - from;
    for (size_t root = count / 2; root-- > 0;)
        sort_sink(self, from, root, count);
    for (size_t last = count; last-- > 1;) {
        sort_swap(self, from, from + last);
        sort_sink(self, from, 0, last);
    }
}

/* Puts the median of the first, the middle and the last element at `from`. */
static void sort_choose_pivot(struct sort const *self, size_t from, size_t to)
{
    size_t middle = from + (to - from) / 2;
    size_t last = to - 1;
    if (sort_less(self, middle, from))
        sort_swap(self, middle, from);
    if (sort_less(self, last, middle))
        sort_swap(self, last, middle);
    if (sort_less(self, middle, from))
        sort_swap(self, middle, from);
    sort_swap(self, from, middle);
}

/* Splits [from, to) at the pivot, which is at `from`; returns where it ends up. Equal elements go to both
 * sides, so that many of them do not make a bad split. */
static size_t sort_split(struct sort const *self, size_t from, size_t to)
{
    size_t low = from + 1;
    size_t high = to - 1;
    for (;;) {
        while (low <= high && sort_less(self, low, from))
            low++;
        while (low <= high && sort_less(self, from, high))
            high--;
        if (low >= high)
            break;
        sort_swap(self, low++, high--);
    }
    sort_swap(self, from, high);
    return high;
}

static void sort_part(struct sort const *self, size_t from, size_t to, unsigned splits)
{
    while (to - from > SORT_SHORT) {
        size_t middle;
        if (splits-- == 0) {
            sort_heap(self, from, to);
            return;
        }
        sort_choose_pivot(self, from, to);
        middle = sort_split(self, from, to);
        sort_part(self, middle + 1, to, splits);
        to = middle;
    }
    sort_insertion(self, from, to);
}

void fhi_sort(void *base, size_t count, size_t size, fhi_order *order, void *closure)
{
    struct sort self = {.base = (char *)base, .size = size, .order = order, .closure = closure};
    unsigned splits = 0;
    for (size_t n = count; n > 1; n /= 2)
        splits += 2;
    if (count > 1)
        sort_part(&self, 0, count, splits);
}

int fhi_order_of_type(void const *one, void const *other, void *type)
{
    return ((fhi_type const *)type)->cmp(one, other);
}

bool fhi_binary_search(fhi_vec_view const *self, size_t size, void const *wanted, fhi_order *order,
                       void *closure, size_t *at)
{
    size_t from = 0;
    size_t to = self->len;
    bool found = false;
    while (from < to && !found) {
        size_t middle = from + (to - from) / 2;
        int side = order((char const *)self->ptr + middle * size, wanted, closure);
        if (side < 0)
            from = middle + 1;
        else
            to = middle;
        found = side == 0;
    }
    if (at != NULL)
        *at = found ? to : from;
    return found;
}
