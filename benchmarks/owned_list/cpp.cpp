/* SPDX-License-Identifier: MIT */
/*
 * cpp.cpp: the list with unique_ptr and shared_ptr; dropped by a loop written by hand, and as it
 * comes. Rc is libstdc++'s shared_ptr with the single-threaded lock policy.
 */
#include "../peer.h"

#include <memory>
#include <utility>

namespace {

struct box_node {
    std::unique_ptr<box_node> next;
    uint64_t value;
};

struct rc_node {
    std::__shared_ptr<rc_node, __gnu_cxx::_S_single> next;
    uint64_t value;
};

struct arc_node {
    std::shared_ptr<arc_node> next;
    uint64_t value;
};

/* Between build and drop. Never destroyed: the process ends with them empty. */
std::unique_ptr<box_node> box_head;
std::__shared_ptr<rc_node, __gnu_cxx::_S_single> rc_head;
std::shared_ptr<arc_node> arc_head;

template <class pointer> void drop_shared(pointer &head)
{
    while (head && head.use_count() == 1) {
        pointer next = std::move(head->next);
        head = std::move(next);
    }
    head.reset();
}

} // namespace

PEER uint64_t list_box_build(uint64_t n)
{
    for (uint64_t i = 0; i < n; i++)
        box_head = std::unique_ptr<box_node>(new box_node{std::move(box_head), i});
    return box_head->value;
}

PEER uint64_t list_box_drop(uint64_t n)
{
    while (box_head)
        box_head = std::move(box_head->next);
    return n;
}

PEER uint64_t list_rc_build(uint64_t n)
{
    for (uint64_t i = 0; i < n; i++)
        rc_head = std::__make_shared<rc_node, __gnu_cxx::_S_single>(rc_node{std::move(rc_head), i});
    return rc_head->value;
}

PEER uint64_t list_rc_drop(uint64_t n)
{
    drop_shared(rc_head);
    return n;
}

PEER uint64_t list_arc_build(uint64_t n)
{
    for (uint64_t i = 0; i < n; i++)
        arc_head = std::make_shared<arc_node>(arc_node{std::move(arc_head), i});
    return arc_head->value;
}

PEER uint64_t list_arc_drop(uint64_t n)
{
    drop_shared(arc_head);
    return n;
}

PEER uint64_t list_box_naive_build(uint64_t n)
{
    return list_box_build(n);
}

PEER uint64_t list_box_naive_drop(uint64_t n)
{
    box_head.reset();
    return n;
}

PEER uint64_t list_rc_naive_build(uint64_t n)
{
    return list_rc_build(n);
}

PEER uint64_t list_rc_naive_drop(uint64_t n)
{
    rc_head.reset();
    return n;
}

PEER uint64_t list_arc_naive_build(uint64_t n)
{
    return list_arc_build(n);
}

PEER uint64_t list_arc_naive_drop(uint64_t n)
{
    arc_head.reset();
    return n;
}
