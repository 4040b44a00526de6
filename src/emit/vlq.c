#include "emit/vlq.h"

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* One more than what a digit stands for; 0 for every other byte. */
static const unsigned char values[256] = {
    ['A'] = 1,  ['B'] = 2,  ['C'] = 3,  ['D'] = 4,  ['E'] = 5,  ['F'] = 6,  ['G'] = 7,  ['H'] = 8,
    ['I'] = 9,  ['J'] = 10, ['K'] = 11, ['L'] = 12, ['M'] = 13, ['N'] = 14, ['O'] = 15, ['P'] = 16,
    ['Q'] = 17, ['R'] = 18, ['S'] = 19, ['T'] = 20, ['U'] = 21, ['V'] = 22, ['W'] = 23, ['X'] = 24,
    ['Y'] = 25, ['Z'] = 26, ['a'] = 27, ['b'] = 28, ['c'] = 29, ['d'] = 30, ['e'] = 31, ['f'] = 32,
    ['g'] = 33, ['h'] = 34, ['i'] = 35, ['j'] = 36, ['k'] = 37, ['l'] = 38, ['m'] = 39, ['n'] = 40,
    ['o'] = 41, ['p'] = 42, ['q'] = 43, ['r'] = 44, ['s'] = 45, ['t'] = 46, ['u'] = 47, ['v'] = 48,
    ['w'] = 49, ['x'] = 50, ['y'] = 51, ['z'] = 52, ['0'] = 53, ['1'] = 54, ['2'] = 55, ['3'] = 56,
    ['4'] = 57, ['5'] = 58, ['6'] = 59, ['7'] = 60, ['8'] = 61, ['9'] = 62, ['+'] = 63, ['/'] = 64,
};

char *vlq_write(char *at, int32_t value)
{
    uint32_t size = value < 0 ? 0u - (uint32_t)value : (uint32_t)value;
    uint64_t rest = (uint64_t)size << 1 | (value < 0);
    while (rest > 31) {
        *at++ = digits[32 | (rest & 31)];
        rest >>= 5;
    }
    *at++ = digits[rest];
    return at;
}

bool vlq_next(struct text t, size_t *offset, int32_t *value)
{
    uint64_t number = 0;
    for (unsigned shift = 0; shift < 5 * VLQ_LONGEST && *offset < t.length; shift += 5) {
        unsigned digit = values[(unsigned char)t.at[*offset]];
        if (digit == 0) return false;
        (*offset)++;
        digit--;
        number |= (uint64_t)(digit & 31) << shift;
        if (digit & 32) continue;
        int64_t size = (int64_t)(number >> 1);
        if (size > INT32_MAX) return false;
        *value = (int32_t)(number & 1 ? -size : size);
        return true;
    }
    return false;
}
