// SPDX-License-Identifier: MIT
// include_cpp17.cpp: the headers in a C++17 program, which calls what is not generated.
#include <freehold.h>

int main()
{
    fh_string text = {};
    if (fh_string_try_from(fh_str_from("from C++"), &text) != FH_OK)
        return 1;
    bool const right = fh_string_len(&text) == 8 && fh_collect() == 0;
    fh_string_drop(&text);
    return right ? 0 : 1;
}
