/* SPDX-License-Identifier: MIT */
/*
 * version.h: which Freehold this is. Layer 1.
 */
#ifndef FREEHOLD_VERSION_H
#define FREEHOLD_VERSION_H

#include <freehold/detail/compiler.h>

FHI_EXTERN_C_BEGIN

/** The version of the headers a program is compiled with. */
#define FH_VERSION "0.1.0"

/** The version of the library it is linked to, as "0.1.0"; lives as long as the program. */
FH_API char const *fh_version(void);

FHI_EXTERN_C_END

#endif
