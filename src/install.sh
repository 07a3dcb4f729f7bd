#!/bin/sh
# SPDX-License-Identifier: MIT
# install.sh BUILD DESTDIR PREFIX VERSION LIBS: what `make install` does.
set -eu
build=$1 destdir=$2 prefix=$3 version=$4 libs=$5
root=$destdir$prefix

install -d "$root/lib/pkgconfig" "$root/include"
(cd include && find . -name '*.h' -exec install -D -m 644 {} "$root/include/{}" \;)
install -m 644 "$build/libfreehold.a" "$root/lib/"
install -m 755 "$build/libfreehold.so" "$root/lib/libfreehold.so.$version"
ln -sf "libfreehold.so.$version" "$root/lib/libfreehold.so.0"
ln -sf libfreehold.so.0 "$root/lib/libfreehold.so"

cat > "$root/lib/pkgconfig/freehold.pc" <<END
prefix=$prefix

Name: freehold
Description: Rust's ownership vocabulary for C
Version: $version
Cflags: -I\${prefix}/include
Libs: -L\${prefix}/lib -lfreehold
Libs.private: $libs
END

# A library that was installed for this machine is found at once.
if [ -z "$destdir" ] && [ "$(id -u)" = 0 ]; then ldconfig; fi
