#pragma once

#include "array.h"
#include "enums.h"

/** SHA-256 and Base64, which is what our programs use; any other method answers 0 and ERR_INVALID_PARAMETER. */
int CryptEncode(ENUM_CRYPT_METHOD method, const MqlArray<uchar> &data, const MqlArray<uchar> &key, MqlArray<uchar> &result);
