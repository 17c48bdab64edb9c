import { builtinEnumerations } from './enumerations.ts';

/** Named values that belong to no enumeration. */
const loose: readonly string[] = [
  ...['true', 'false', 'NULL', 'INVALID_HANDLE', 'WHOLE_ARRAY', 'EMPTY_VALUE', 'WRONG_VALUE', 'clrNONE'],
  ...['CHAR_MIN', 'CHAR_MAX', 'UCHAR_MAX', 'SHORT_MIN', 'SHORT_MAX', 'USHORT_MAX', 'INT_MIN', 'INT_MAX', 'UINT_MAX'],
  ...['LONG_MIN', 'LONG_MAX', 'ULONG_MAX', 'DBL_MIN', 'DBL_MAX', 'DBL_EPSILON', 'DBL_DIG', 'FLT_MIN', 'FLT_MAX'],
  ...['M_PI', 'M_E', 'CP_ACP', 'CP_OEMCP', 'CP_UTF7', 'CP_UTF8', 'TIME_DATE', 'TIME_MINUTES', 'TIME_SECONDS'],
  ...['FILE_READ', 'FILE_WRITE', 'FILE_BIN', 'FILE_CSV', 'FILE_TXT', 'FILE_ANSI', 'FILE_UNICODE', 'FILE_SHARE_READ'],
  ...['FILE_SHARE_WRITE', 'FILE_REWRITE', 'FILE_COMMON', 'IDOK', 'IDCANCEL', 'IDYES', 'IDNO', 'MB_OK', 'MB_YESNO'],
  ...['MB_OKCANCEL', 'MB_ICONQUESTION', 'MB_ICONWARNING', 'MB_ICONSTOP', 'MB_ICONINFORMATION', 'MB_DEFBUTTON2'],
  ...['CHAR_VALUE', 'SHORT_VALUE', 'INT_VALUE'],
  ...['COPY_TICKS_ALL', 'COPY_TICKS_INFO', 'COPY_TICKS_TRADE', 'OBJ_ALL_PERIODS', 'OBJ_NO_PERIODS'],
  ...['TICK_FLAG_BID', 'TICK_FLAG_ASK', 'TICK_FLAG_LAST', 'TICK_FLAG_VOLUME', 'TICK_FLAG_BUY', 'TICK_FLAG_SELL'],
  ...['SYMBOL_FILLING_FOK', 'SYMBOL_FILLING_IOC', 'SYMBOL_FILLING_BOC', 'SYMBOL_ORDER_MARKET', 'SYMBOL_ORDER_LIMIT'],
  ...['SYMBOL_ORDER_STOP', 'SYMBOL_ORDER_STOP_LIMIT', 'SYMBOL_ORDER_SL', 'SYMBOL_ORDER_TP', 'SYMBOL_ORDER_CLOSEBY'],
  ...['SYMBOL_EXPIRATION_GTC', 'SYMBOL_EXPIRATION_DAY', 'SYMBOL_EXPIRATION_SPECIFIED'],
  ...['SYMBOL_EXPIRATION_SPECIFIED_DAY'],
  ...['REASON_PROGRAM', 'REASON_REMOVE', 'REASON_RECOMPILE', 'REASON_CHARTCHANGE', 'REASON_CHARTCLOSE'],
  ...['REASON_PARAMETERS', 'REASON_ACCOUNT', 'REASON_TEMPLATE', 'REASON_INITFAILED', 'REASON_CLOSE'],
  ...['__MQL5__', '__MQLBUILD__', '__MQL5BUILD__', '__LINE__', '__DATE__', '__DATETIME__'],
];

/** Variables that the terminal keeps for every program. */
const predefined: readonly string[] = [
  ...[
    '_Symbol',
    '_Period',
    '_Point',
    '_Digits',
    '_LastError',
    '_RandomSeed',
    '_StopFlag',
    '_UninitReason',
    '_AppliedTo',
  ],
];

const colors: readonly string[] = [
  ...['clrBlack', 'clrWhite', 'clrRed', 'clrGreen', 'clrBlue', 'clrYellow', 'clrOrange', 'clrGray', 'clrSilver'],
  ...['clrDimGray', 'clrDarkGray', 'clrLightGray', 'clrWhiteSmoke', 'clrMaroon', 'clrCrimson', 'clrFireBrick'],
  ...['clrTomato', 'clrOrangeRed', 'clrGold', 'clrGoldenrod', 'clrLime', 'clrLimeGreen', 'clrSeaGreen'],
  ...['clrDarkGreen', 'clrTeal', 'clrAqua', 'clrDodgerBlue', 'clrSteelBlue', 'clrNavy', 'clrMidnightBlue'],
  ...['clrDarkSlateGray', 'clrSlateGray', 'clrLightSlateGray', 'clrDarkOrange', 'clrDarkRed', 'clrIndianRed'],
  ...['clrForestGreen', 'clrMediumSeaGreen', 'clrRoyalBlue', 'clrCornflowerBlue', 'clrSkyBlue', 'clrPurple'],
  ...['clrGainsboro', 'clrIvory', 'clrSnow', 'clrKhaki', 'clrBrown', 'clrChocolate', 'clrMagenta', 'clrCyan'],
];

/** Return codes of the trade server. */
const retcodes: readonly string[] = [
  ...['REQUOTE', 'REJECT', 'CANCEL', 'PLACED', 'DONE', 'DONE_PARTIAL', 'ERROR', 'TIMEOUT', 'INVALID'],
  ...['INVALID_VOLUME', 'INVALID_PRICE', 'INVALID_STOPS', 'TRADE_DISABLED', 'MARKET_CLOSED', 'NO_MONEY'],
  ...['PRICE_CHANGED', 'PRICE_OFF', 'INVALID_EXPIRATION', 'ORDER_CHANGED', 'TOO_MANY_REQUESTS', 'NO_CHANGES'],
  ...['SERVER_DISABLES_AT', 'CLIENT_DISABLES_AT', 'LOCKED', 'FROZEN', 'INVALID_FILL', 'CONNECTION', 'ONLY_REAL'],
  ...['LIMIT_ORDERS', 'LIMIT_VOLUME', 'INVALID_ORDER', 'POSITION_CLOSED', 'INVALID_CLOSE_VOLUME'],
  ...['CLOSE_ORDER_EXIST', 'LIMIT_POSITIONS', 'REJECT_CANCEL', 'LONG_ONLY', 'SHORT_ONLY', 'CLOSE_ONLY'],
  ...['FIFO_CLOSE', 'HEDGE_PROHIBITED'],
].map((name) => `TRADE_RETCODE_${name}`);

/** Codes of GetLastError. */
const errors: readonly string[] = [
  ...['SUCCESS', 'INTERNAL_ERROR', 'WRONG_INTERNAL_PARAMETER', 'INVALID_PARAMETER', 'NOT_ENOUGH_MEMORY'],
  ...['STRUCT_WITHOBJECTS_ORCLASS', 'INVALID_ARRAY', 'ARRAY_RESIZE_ERROR', 'STRING_RESIZE_ERROR'],
  ...['NOTINITIALIZED_STRING', 'INVALID_DATETIME', 'ARRAY_BAD_SIZE', 'INVALID_POINTER', 'INVALID_POINTER_TYPE'],
  ...['FUNCTION_NOT_ALLOWED', 'NOT_ENOUGH_MEMORY', 'FUNCTION_NOT_ALLOWED_IN_TESTING_MODE'],
  ...['CHART_WRONG_ID', 'CHART_NO_REPLY', 'CHART_NO_EXPERT', 'CHART_NOT_FOUND', 'CHART_CANNOT_CHANGE'],
  ...['OBJECT_ERROR', 'OBJECT_NOT_FOUND', 'OBJECT_WRONG_PROPERTY', 'OBJECT_GETDATE_FAILED'],
  ...['MARKET_UNKNOWN_SYMBOL', 'MARKET_NOT_SELECTED', 'MARKET_WRONG_PROPERTY', 'MARKET_LASTTIME_UNKNOWN'],
  ...['MARKET_SELECT_ERROR', 'HISTORY_NOT_FOUND', 'HISTORY_WRONG_PROPERTY', 'HISTORY_TIMEOUT', 'HISTORY_BARS_LIMIT'],
  ...['HISTORY_LOAD_ERRORS', 'HISTORY_SMALL_BUFFER', 'GLOBALVARIABLE_NOT_FOUND', 'GLOBALVARIABLE_EXISTS'],
  ...['GLOBALVARIABLE_NOT_MODIFIED', 'TRADE_DISABLED', 'TRADE_POSITION_NOT_FOUND', 'TRADE_ORDER_NOT_FOUND'],
  ...['TRADE_DEAL_NOT_FOUND', 'TRADE_SEND_FAILED', 'TRADE_CALC_FAILED', 'TOO_MANY_FILES', 'WRONG_FILENAME'],
  ...['TOO_LONG_FILENAME', 'CANNOT_OPEN_FILE', 'FILE_CACHEBUFFER_ERROR', 'CANNOT_DELETE_FILE'],
  ...['INVALID_FILEHANDLE', 'WRONG_FILEHANDLE', 'FILE_NOTTOWRITE', 'FILE_NOTTOREAD', 'FILE_NOTBIN', 'FILE_NOTTXT'],
  ...['FILE_NOTTXTORCSV', 'FILE_NOTCSV', 'FILE_READERROR', 'FILE_BINSTRINGSIZE', 'INCOMPATIBLE_FILE'],
  ...['FILE_IS_DIRECTORY', 'FILE_NOT_EXIST', 'FILE_CANNOT_REWRITE', 'WRONG_DIRECTORYNAME', 'DIRECTORY_NOT_EXIST'],
  ...['FILE_ISNOT_DIRECTORY', 'CANNOT_DELETE_DIRECTORY', 'CANNOT_CLEAN_DIRECTORY', 'FILE_WRITEERROR'],
  ...['CALENDAR_MORE_DATA', 'CALENDAR_TIMEOUT', 'CALENDAR_NO_DATA', 'USER_ERROR_FIRST'],
].map((name) => `ERR_${name}`);

export const builtinConstants: ReadonlySet<string> = new Set([
  ...loose,
  ...predefined,
  ...colors,
  ...retcodes,
  ...errors,
  ...Object.values(builtinEnumerations).flat(),
]);
