F="-std=c11 -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE -Wall -Wextra -Wconversion -Wsign-conversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wformat=2 -Wundef -Wcast-qual -Wwrite-strings -Wnull-dereference -Wswitch-enum -Wimplicit-fallthrough -Wdouble-promotion -Walloca -Isrc -O1 -c -o /dev/null"
for f in "$@"; do gcc $F -Wduplicated-cond -Wlogical-op $f; clang $F $f; done
