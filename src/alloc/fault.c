/* SPDX-License-Identifier: MIT */
/*
 * fault.c: the failing allocator.
 *
 * Each block has a head in front of it, which keeps the layout:
 *
 *   upstream's block                    what the caller gets
 *   | padding | size align seal |       size bytes … |
 *   <- fault_offset(align)     ->
 *
 * The offset is a multiple of the alignment, so the caller's block is aligned when upstream's is. Nothing
 * lies behind the block: sanitizers and valgrind then find the first byte written past its end.
 */
#include <freehold/alloc/fault.h>
#include <freehold/alloc/system.h>
#include <freehold/panic.h>

#include <string.h>

enum { FAULT_FRESH = 0xA5, FAULT_FREED = 0x5A };

struct fault_head {
    size_t size;
    size_t align;
    size_t seal;
};

static size_t fault_align(size_t align)
{
    return align < FHI_ALIGNOF(struct fault_head) ? FHI_ALIGNOF(struct fault_head) : align;
}

static size_t fault_offset(size_t align)
{
    return fhi_round_up(sizeof(struct fault_head), fault_align(align));
}

static struct fault_head *fault_head(void *block)
{
    return (struct fault_head *)block - 1;
}

/* A word that depends on the address: a copied or shifted head is no head. */
static size_t fault_seal(struct fault_head const *head)
{
    return (size_t)(uintptr_t)head ^ head->size ^ (size_t)0x5EA1ED0F;
}

/* Counts a request, and says whether it must fail. */
static bool fault_strikes(fh_fault *self)
{
    /* ORDER relaxed [fault]: a counter that stands for itself; arming is not done while others run. */
    size_t left = __atomic_load_n(&self->countdown_, __ATOMIC_RELAXED);
    for (;;) {
        if (left == 0)
            return false;
        bool strikes = left == 1;
        size_t next = strikes && self->mode_ == FH_FAULT_STICKY ? 1 : left - 1;
        /* ORDER relaxed [fault]: as above. */
        if (__atomic_compare_exchange_n(&self->countdown_, &left, next, true, __ATOMIC_RELAXED,
                                        __ATOMIC_RELAXED)) {
            if (strikes)
                /* ORDER relaxed [fault]: as above. */
                (void)__atomic_add_fetch(&self->fired_, 1, __ATOMIC_RELAXED);
            return strikes;
        }
    }
}

/* What upstream is asked for. Not valid when the head does not fit beside a block of that size. */
static fh_layout fault_whole(fh_layout layout)
{
    return (fh_layout){
        .size = layout.size + fault_offset(layout.align),
        .align = fault_align(layout.align),
    };
}

static fh_status fault_make(fh_fault *self, fh_layout layout, void **out)
{
    fh_layout whole = fault_whole(layout);
    if (!fh_layout_is_valid(whole))
        return FH_ERR_NOMEM;
    void *base = NULL;
    FH_TRY(fh_alloc(self->upstream_, whole, &base));
    void *block = (unsigned char *)base + fault_offset(layout.align);
    struct fault_head *head = fault_head(block);
    head->size = layout.size;
    head->align = layout.align;
    head->seal = fault_seal(head);
    *out = memset(block, FAULT_FRESH, layout.size);
    return FH_OK;
}

static void fault_check(void *block, fh_layout layout, char const *operation)
{
    struct fault_head const *head = fault_head(block);
    if (head->seal != fault_seal(head))
        fhi_panic("fh_fault", operation,
                  "not a live block of this allocator, or the bytes before it were overwritten");
    if (head->size != layout.size)
        fhi_panic("fh_fault", operation, "the size is not the one that the block has");
    if (head->align != layout.align)
        fhi_panic("fh_fault", operation, "the alignment is not the one that the block has");
}

static fh_status fault_alloc(fh_allocator *allocator, fh_layout layout, void **out)
{
    fh_fault *self = (fh_fault *)allocator;
    if (fault_strikes(self))
        return FH_ERR_NOMEM;
    return fault_make(self, layout, out);
}

static void fault_free(fh_allocator *allocator, void *block, fh_layout layout)
{
    fh_fault *self = (fh_fault *)allocator;
    fault_check(block, layout, "free");
    size_t offset = fault_offset(layout.align);
    void *base = (unsigned char *)block - offset;
    memset(base, FAULT_FREED, offset + layout.size);
    /* WHY: a compiler that knows free() may leave out writes to what is freed. */
    __asm__ volatile("" : : "r"(base) : "memory");
    fh_free(self->upstream_, base, fault_whole(layout));
}

static fh_status fault_resize(fh_allocator *allocator, void *old, fh_layout from, fh_layout to,
                              void **out)
{
    fh_fault *self = (fh_fault *)allocator;
    fault_check(old, from, "resize");
    if (fault_strikes(self))
        return FH_ERR_NOMEM;
    void *block = NULL;
    FH_TRY(fault_make(self, to, &block));
    memcpy(block, old, from.size < to.size ? from.size : to.size);
    fault_free(allocator, old, from);
    *out = block;
    return FH_OK;
}

static fh_allocator_vtable const fault_vtable = {
    .name = "fault",
    .alloc = fault_alloc,
    .resize = fault_resize,
    .free = fault_free,
    .alloc_zeroed = NULL,
    .owns = NULL,
};

fh_status fh_fault_try_init(fh_fault *self, fh_fault_options const *options)
{
    memset(self, 0, sizeof *self);
    self->base.vtable = &fault_vtable;
    self->upstream_ = options != NULL ? options->upstream : NULL;
    if (self->upstream_ == NULL)
        self->upstream_ = fh_system_allocator();
    return FH_OK;
}

fh_allocator *fh_fault_allocator(fh_fault *self)
{
    return &self->base;
}

void fh_fault_arm(fh_fault *self, size_t k, fh_fault_mode mode)
{
    self->mode_ = mode;
    self->fired_ = 0;
    self->countdown_ = k;
}

void fh_fault_disarm(fh_fault *self)
{
    self->countdown_ = 0;
}

size_t fh_fault_fired(fh_fault const *self)
{
    /* ORDER relaxed [fault]: as in fault_strikes. */
    return __atomic_load_n(&self->fired_, __ATOMIC_RELAXED);
}

void fh_fault_drop(fh_fault *self)
{
    if (self != NULL)
        memset(self, 0, sizeof *self);
}
