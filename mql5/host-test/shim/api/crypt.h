#pragma once

#include "array.h"
#include "enums.h"

/** Hashes (SHA-1 is left out: nothing of ours uses it) and Base64; any other method answers 0 and ERR_INVALID_PARAMETER. */
int CryptEncode(ENUM_CRYPT_METHOD method, const MqlArray<uchar> &data, const MqlArray<uchar> &key, MqlArray<uchar> &result);
