/* SPDX-License-Identifier: MIT */
/*
 * 01_first.c: one type, two owners. In Rust:
 *
 *     let a = Rc::new(RefCell::new(Point { x: 1.0, y: 2.0 }));
 *     let b = Rc::clone(&a);
 *     b.borrow_mut().x = 3.0;
 *     println!("x {}, owners {}", a.borrow().x, Rc::strong_count(&a));
 */
#include <freehold.h>

#include <stdio.h>

struct point {
    double x, y;
};
FH_TYPE(point, struct point); /* describe a type once …   */
FH_RC(point_rc, point);       /* … then own it: Rc<Point> */

int main(void)
{
    fh_auto(point_rc) a = point_rc_new((struct point){1, 2});
    fh_auto(point_rc) b = point_rc_clone(&a);
    b.ptr->x = 3;
    printf("x %g, owners %zu\n", a.ptr->x, point_rc_strong_count(&a));
} /* b and a are dropped here, in that order, and the point goes with the last */
