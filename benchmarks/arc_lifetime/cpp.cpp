/* SPDX-License-Identifier: MIT */
/*
 * cpp.cpp: libstdc++'s shared_ptr and unique_ptr.
 *
 * Arc is std::shared_ptr, whose counts are plain in a process that never started a thread. Rc is
 * the same class with libstdc++'s single-threaded lock policy, an extension, but the honest
 * counterpart of a count that belongs to one thread. There is no get_mut in C++.
 */
#include "../peer.h"

#include <memory>
#include <new>

namespace {

struct point {
    double x, y;
};

template <class T> using rc = std::__shared_ptr<T, __gnu_cxx::_S_single>;
template <class T> using rc_weak = std::__weak_ptr<T, __gnu_cxx::_S_single>;

std::shared_ptr<point> shared;

struct arc_kind {
    using strong = std::shared_ptr<point>;
    using weak = std::weak_ptr<point>;
    static strong make(uint64_t i)
    {
        return std::make_shared<point>(point{static_cast<double>(i), 1});
    }
};

struct rc_kind {
    using strong = rc<point>;
    using weak = rc_weak<point>;
    static strong make(uint64_t i)
    {
        return std::__make_shared<point, __gnu_cxx::_S_single>(point{static_cast<double>(i), 1});
    }
};

template <class kind> uint64_t new_drop(uint64_t n)
{
    for (uint64_t i = 0; i < n; i++) {
        typename kind::strong a = kind::make(i);
        PEER_KEEP(a.get());
    }
    return n;
}

template <class kind> uint64_t clone_drop(uint64_t n)
{
    typename kind::strong a = kind::make(n);
    PEER_KEEP(a.get());
    for (uint64_t i = 0; i < n; i++) {
        typename kind::strong b = a;
        PEER_KEEP(b.get());
    }
    return static_cast<uint64_t>(a->x);
}

template <class kind> uint64_t upgrade_drop(uint64_t n)
{
    typename kind::strong a = kind::make(n);
    typename kind::weak weak = a;
    PEER_KEEP(a.get());
    for (uint64_t i = 0; i < n; i++) {
        typename kind::strong b = weak.lock();
        if (!b)
            return 0;
        PEER_KEEP(b.get());
    }
    return static_cast<uint64_t>(a->x);
}

template <class kind> uint64_t keep_all(uint64_t n)
{
    for (uint64_t i = 0; i < n; i++) {
        alignas(typename kind::strong) unsigned char room[sizeof(typename kind::strong)];
        auto *a = new (room) typename kind::strong(kind::make(i)); /* never destroyed: leaked */
        PEER_KEEP(a->get());
    }
    return n;
}

} // namespace

PEER uint64_t arc_new_drop(uint64_t n)
{
    return new_drop<arc_kind>(n);
}

PEER uint64_t arc_clone_drop(uint64_t n)
{
    return clone_drop<arc_kind>(n);
}

PEER uint64_t arc_upgrade_drop(uint64_t n)
{
    return upgrade_drop<arc_kind>(n);
}

PEER uint64_t arc_bytes(uint64_t n)
{
    return keep_all<arc_kind>(n);
}

PEER uint64_t rc_new_drop(uint64_t n)
{
    return new_drop<rc_kind>(n);
}

PEER uint64_t rc_clone_drop(uint64_t n)
{
    return clone_drop<rc_kind>(n);
}

PEER uint64_t rc_upgrade_drop(uint64_t n)
{
    return upgrade_drop<rc_kind>(n);
}

PEER uint64_t rc_bytes(uint64_t n)
{
    return keep_all<rc_kind>(n);
}

PEER uint64_t arc_clone_drop_spaced(uint64_t n)
{
    std::shared_ptr<point> a = arc_kind::make(n);
    PEER_KEEP(a.get());
    uint64_t x = n;
    for (uint64_t i = 0; i < n; i++) {
        std::shared_ptr<point> b = a;
        PEER_KEEP(b.get());
        x = peer_other_work(x);
        b.reset();
        x = peer_other_work(x);
    }
    return x;
}

PEER uint64_t arc_contended_setup(uint64_t threads)
{
    shared = arc_kind::make(threads);
    return threads;
}

PEER uint64_t arc_contended(uint64_t n)
{
    std::shared_ptr<point> a = shared;
    for (uint64_t i = 0; i < n; i++) {
        std::shared_ptr<point> b = a;
        PEER_KEEP(b.get());
    }
    return static_cast<uint64_t>(a->x);
}

PEER uint64_t arc_contended_teardown(uint64_t threads)
{
    shared.reset();
    return threads;
}

PEER uint64_t box_new_drop(uint64_t n)
{
    for (uint64_t i = 0; i < n; i++) {
        std::unique_ptr<point> a(new point{static_cast<double>(i), 1});
        PEER_KEEP(a.get());
    }
    return n;
}

PEER uint64_t box_bytes(uint64_t n)
{
    for (uint64_t i = 0; i < n; i++) {
        point *a = new point{static_cast<double>(i), 1};
        PEER_KEEP(a);
    }
    return n;
}
