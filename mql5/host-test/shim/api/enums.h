// The named values of MQL5. The lists themselves are in api/values/, once each, so that names, numbers and EnumToString cannot part.
#pragma once

#include "types.h"

#undef SEEK_SET
#undef SEEK_CUR
#undef SEEK_END

#define MQL_BEGIN(ENUM) enum ENUM {
#define MQL_VALUE(NAME, NUMBER) NAME = NUMBER,
#define MQL_NAME(NAME) NAME,
#define MQL_END(ENUM) };
#include "values/all.h"
#undef MQL_BEGIN
#undef MQL_VALUE
#undef MQL_NAME
#undef MQL_END

// Constants that belong to no enumeration.
#define MQL_VALUE(NAME, NUMBER) inline constexpr int NAME = NUMBER;
#include "values/errors.h"
#include "values/flags.h"
#include "values/retcodes.h"
#undef MQL_VALUE

#define MQL_BEGIN(ENUM) string EnumToString(ENUM value);
#define MQL_VALUE(NAME, NUMBER)
#define MQL_NAME(NAME)
#define MQL_END(ENUM)
#include "values/all.h"
#undef MQL_BEGIN
#undef MQL_VALUE
#undef MQL_NAME
#undef MQL_END

#include "values/colors.h"
