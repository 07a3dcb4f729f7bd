// SPDX-License-Identifier: MIT
//
// rust.rs: the list with Box, Rc and Arc; dropped by a loop written by hand, and as it comes.
//
// try_unwrap and not into_inner, which is younger than the rustc of Debian 12; with a single owner
// they do the same.

use std::ptr::null_mut;
use std::rc::Rc;
use std::sync::atomic::{AtomicPtr, Ordering};
use std::sync::Arc;

struct BoxNode {
    next: Option<Box<BoxNode>>,
    value: u64,
}

struct RcNode {
    next: Option<Rc<RcNode>>,
    value: u64,
}

struct ArcNode {
    next: Option<Arc<ArcNode>>,
    value: u64,
}

/// The part that every Rust programmer with a long list has to write.
fn drop_box(head: Box<BoxNode>) {
    let mut next = Some(head);
    while let Some(mut node) = next {
        next = node.next.take();
    }
}

fn drop_rc(head: Rc<RcNode>) {
    let mut next = Some(head);
    while let Some(node) = next {
        next = Rc::try_unwrap(node)
            .ok()
            .and_then(|mut inner| inner.next.take());
    }
}

fn drop_arc(head: Arc<ArcNode>) {
    let mut next = Some(head);
    while let Some(node) = next {
        next = Arc::try_unwrap(node)
            .ok()
            .and_then(|mut inner| inner.next.take());
    }
}

macro_rules! peers {
    ($kind:ident, $node:ident, $into_raw:expr, $from_raw:expr, $loop:ident, $head:ident,
     $build:ident, $drop:ident, $naive_build:ident, $naive_drop:ident) => {
        // Between build and drop; a raw pointer, since the harness asks for two functions.
        static $head: AtomicPtr<$node> = AtomicPtr::new(null_mut());

        #[no_mangle]
        pub extern "C" fn $build(n: u64) -> u64 {
            let mut head = $kind::new($node {
                next: None,
                value: 0,
            });
            for value in 1..n {
                head = $kind::new($node {
                    next: Some(head),
                    value,
                });
            }
            let last = head.value;
            $head.store($into_raw(head) as *mut $node, Ordering::Relaxed);
            last
        }

        #[no_mangle]
        pub extern "C" fn $drop(n: u64) -> u64 {
            $loop(unsafe { $from_raw($head.load(Ordering::Relaxed)) });
            n
        }

        #[no_mangle]
        pub extern "C" fn $naive_build(n: u64) -> u64 {
            $build(n)
        }

        #[no_mangle]
        pub extern "C" fn $naive_drop(n: u64) -> u64 {
            drop(unsafe { $from_raw($head.load(Ordering::Relaxed)) });
            n
        }
    };
}

peers!(
    Box,
    BoxNode,
    Box::into_raw,
    Box::from_raw,
    drop_box,
    BOX_HEAD,
    list_box_build,
    list_box_drop,
    list_box_naive_build,
    list_box_naive_drop
);
peers!(
    Rc,
    RcNode,
    Rc::into_raw,
    Rc::from_raw,
    drop_rc,
    RC_HEAD,
    list_rc_build,
    list_rc_drop,
    list_rc_naive_build,
    list_rc_naive_drop
);
peers!(
    Arc,
    ArcNode,
    Arc::into_raw,
    Arc::from_raw,
    drop_arc,
    ARC_HEAD,
    list_arc_build,
    list_arc_drop,
    list_arc_naive_build,
    list_arc_naive_drop
);
