/* SPDX-License-Identifier: MIT */
/*
 * sort.c: order in an array, without memory beside it.
 *
 * Quicksort with the median of three, and what keeps it from its bad cases (Musser's introsort, 1997):
 * short parts are left to an insertion sort, and a part that was split badly too often to a heapsort. So
 * the worst case is O(n log n). The smaller part goes first, so at most log n larger ones wait.
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

/* A part that is to be sorted; `splits` left until it goes to the heapsort. */
struct part {
    size_t from, to;
    unsigned splits;
};

/* Sorts a short or stubborn part, or splits it in two; returns whether it did split. */
static bool sort_step(struct sort const *self, struct part *smaller, struct part *larger)
{
    struct part part = *smaller;
    size_t middle;
    if (part.to - part.from <= SORT_SHORT) {
        sort_insertion(self, part.from, part.to);
        return false;
    }
    if (part.splits == 0) {
        sort_heap(self, part.from, part.to);
        return false;
    }
    sort_choose_pivot(self, part.from, part.to);
    middle = sort_split(self, part.from, part.to);
    *smaller = (struct part){part.from, middle, part.splits - 1};
    *larger = (struct part){middle + 1, part.to, part.splits - 1};
    if (larger->to - larger->from < smaller->to - smaller->from) {
        struct part kept = *smaller;
        *smaller = *larger;
        *larger = kept;
    }
    return true;
}

void fhi_sort(void *base, size_t count, size_t size, fhi_order *order, void *closure)
{
    struct sort self = {.base = (char *)base, .size = size, .order = order, .closure = closure};
    /* WHY so many: each part that waits is at least as long as all that is done before it. */
    struct part waiting[8 * sizeof(size_t)];
    size_t depth = 0;
    struct part now = {0, count, 0};
    for (size_t n = count; n > 1; n /= 2)
        now.splits += 2;
    for (;;) {
        if (sort_step(&self, &now, &waiting[depth]))
            depth++;
        else if (depth == 0)
            return;
        else
            now = waiting[--depth];
    }
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
