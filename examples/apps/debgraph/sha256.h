/* SPDX-License-Identifier: MIT */
/*
 * sha256.h: SHA-256 (FIPS 180-4), for the digest that names a set of cycles. Allocates nothing.
 */
#ifndef DEBGRAPH_SHA256_H
#define DEBGRAPH_SHA256_H

#include <stddef.h>
#include <stdint.h>

enum { SHA256_HEX_SIZE = 65 }; /* 64 digits and the terminating 0 */

struct sha256 {
    uint32_t state[8];
    uint64_t length;   /* bytes so far */
    uint8_t block[64]; /* the first length % 64 are waiting */
};

void sha256_begin(struct sha256 *self);
void sha256_update(struct sha256 *self, void const *bytes, size_t length);

/* Ends the message; `self` must begin again before it is updated again. */
void sha256_end(struct sha256 *self, char hex[SHA256_HEX_SIZE]);

#endif
