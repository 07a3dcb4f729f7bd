// SPDX-License-Identifier: MIT
//
// rust.rs: the reference, std::sync::Arc, std::rc::Rc and Box, on the system's malloc; with
// --cfg mimalloc the same on mimalloc, as the crate of that name does it.

use std::arch::asm;
use std::mem::forget;
use std::rc::{Rc, Weak as RcWeak};
use std::sync::atomic::{AtomicPtr, Ordering};
use std::sync::{Arc, Weak as ArcWeak};

#[cfg(mimalloc)]
mod on_mimalloc {
    use std::alloc::{GlobalAlloc, Layout};
    use std::ffi::c_void;

    #[link(name = "mimalloc")]
    extern "C" {
        fn mi_malloc_aligned(size: usize, align: usize) -> *mut c_void;
        fn mi_free(block: *mut c_void);
    }

    struct MiMalloc;

    unsafe impl GlobalAlloc for MiMalloc {
        #[inline]
        unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
            mi_malloc_aligned(layout.size(), layout.align()) as *mut u8
        }

        #[inline]
        unsafe fn dealloc(&self, block: *mut u8, _: Layout) {
            mi_free(block as *mut c_void)
        }
    }

    #[global_allocator]
    static GLOBAL: MiMalloc = MiMalloc;
}

struct Point {
    x: f64,
    y: f64,
}

/// See PEER_KEEP in ../peer.h: an empty asm that takes the pointer.
#[inline(always)]
fn keep<T>(pointer: *const T) {
    unsafe { asm!("/* {0} */", in(reg) pointer, options(nostack, preserves_flags)) }
}

#[inline(always)]
fn other_work(mut x: u64) -> u64 {
    for _ in 0..16 {
        x = x
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        unsafe { asm!("/* {0} */", inout(reg) x, options(nostack, preserves_flags)) }
    }
    x
}

#[inline(always)]
fn point(i: u64) -> Point {
    Point {
        x: i as f64,
        y: 1.0,
    }
}

macro_rules! peers {
    ($kind:ident, $weak:ident, $new_drop:ident, $clone_drop:ident, $upgrade_drop:ident,
     $bytes:ident) => {
        #[no_mangle]
        pub extern "C" fn $new_drop(n: u64) -> u64 {
            for i in 0..n {
                let a = $kind::new(point(i));
                keep(&*a);
                drop(a);
            }
            n
        }

        #[no_mangle]
        pub extern "C" fn $clone_drop(n: u64) -> u64 {
            let a = $kind::new(point(n));
            keep(&*a);
            for _ in 0..n {
                let b = $kind::clone(&a);
                keep(&*b);
                drop(b);
            }
            a.x as u64
        }

        #[no_mangle]
        pub extern "C" fn $upgrade_drop(n: u64) -> u64 {
            let a = $kind::new(point(n));
            let weak: $weak<Point> = $kind::downgrade(&a);
            keep(&*a);
            for _ in 0..n {
                match weak.upgrade() {
                    Some(b) => keep(&*b),
                    None => return 0,
                }
            }
            a.x as u64
        }

        #[no_mangle]
        pub extern "C" fn $bytes(n: u64) -> u64 {
            for i in 0..n {
                let a = $kind::new(point(i));
                keep(&*a);
                forget(a);
            }
            n
        }
    };
}

peers!(
    Arc,
    ArcWeak,
    arc_new_drop,
    arc_clone_drop,
    arc_upgrade_drop,
    arc_bytes
);
peers!(
    Rc,
    RcWeak,
    rc_new_drop,
    rc_clone_drop,
    rc_upgrade_drop,
    rc_bytes
);

#[no_mangle]
pub extern "C" fn arc_clone_drop_spaced(n: u64) -> u64 {
    let a = Arc::new(point(n));
    keep(&*a);
    let mut x = n;
    for _ in 0..n {
        let b = Arc::clone(&a);
        keep(&*b);
        x = other_work(x);
        drop(b);
        x = other_work(x);
    }
    x
}

#[no_mangle]
pub extern "C" fn arc_get_mut(n: u64) -> u64 {
    let mut a = Arc::new(point(n));
    for _ in 0..n {
        keep(&*a);
        match Arc::get_mut(&mut a) {
            Some(value) => keep(value),
            None => return 0,
        }
    }
    a.y as u64
}

// The object that the threads of arc_contended fight for.
static SHARED: AtomicPtr<Point> = AtomicPtr::new(std::ptr::null_mut());

#[no_mangle]
pub extern "C" fn arc_contended_setup(threads: u64) -> u64 {
    SHARED.store(
        Arc::into_raw(Arc::new(point(threads))) as *mut Point,
        Ordering::Release,
    );
    threads
}

#[no_mangle]
pub extern "C" fn arc_contended(n: u64) -> u64 {
    let raw = SHARED.load(Ordering::Acquire);
    let a = unsafe {
        Arc::increment_strong_count(raw);
        Arc::from_raw(raw)
    };
    for _ in 0..n {
        let b = Arc::clone(&a);
        keep(&*b);
        drop(b);
    }
    a.x as u64
}

#[no_mangle]
pub extern "C" fn arc_contended_teardown(threads: u64) -> u64 {
    unsafe { drop(Arc::from_raw(SHARED.load(Ordering::Acquire))) }
    threads
}

#[no_mangle]
pub extern "C" fn box_new_drop(n: u64) -> u64 {
    for i in 0..n {
        let a = Box::new(point(i));
        keep(&*a);
        drop(a);
    }
    n
}

#[no_mangle]
pub extern "C" fn box_bytes(n: u64) -> u64 {
    for i in 0..n {
        keep(Box::leak(Box::new(point(i))));
    }
    n
}
