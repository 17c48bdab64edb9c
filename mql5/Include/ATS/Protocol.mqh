//+------------------------------------------------------------------+
//|                                                     Protocol.mqh |
//| The wire between the cockpit and its MQL5 programs.              |
//| Generated from src-main/protocol by "npm run generate"; do not   |
//| edit. A test of the project fails where the two differ.          |
//+------------------------------------------------------------------+
#ifndef ATS_PROTOCOL_MQH
#define ATS_PROTOCOL_MQH

//--- versions: of the protocols that are spoken, both included, and of these programs
#define ATS_PROTOCOL_MIN    1
#define ATS_PROTOCOL_MAX    1
#define ATS_ADVISER_VERSION "0.1.0"

//--- types of messages
#define ATS_TYPE_ACK              1
#define ATS_TYPE_HELLO            2
#define ATS_TYPE_CHALLENGE        3
#define ATS_TYPE_AUTH             4
#define ATS_TYPE_READY            5
#define ATS_TYPE_PING             6
#define ATS_TYPE_PONG             7
#define ATS_TYPE_BUSY             8
#define ATS_TYPE_BYE              9
#define ATS_TYPE_ERROR            10
#define ATS_TYPE_TICKS            32
#define ATS_TYPE_BARS             33
#define ATS_TYPE_SUBSCRIBE        34
#define ATS_TYPE_UNSUBSCRIBE      35
#define ATS_TYPE_BARS_REQUEST     36
#define ATS_TYPE_TICKS_REQUEST    37
#define ATS_TYPE_HISTORY_END      38
#define ATS_TYPE_CALENDAR_REQUEST 39
#define ATS_TYPE_CALENDAR         40
#define ATS_TYPE_SYMBOLS_REQUEST  41
#define ATS_TYPE_SNAPSHOT         64
#define ATS_TYPE_SYMBOLS          65
#define ATS_TYPE_ACCOUNT          66
#define ATS_TYPE_POSITIONS        67
#define ATS_TYPE_DEALS            68
#define ATS_TYPE_ORDERS           69
#define ATS_TYPE_SNAPSHOT_REQUEST 70
#define ATS_TYPE_TRANSACTION      71
#define ATS_TYPE_ORDER            96
#define ATS_TYPE_ORDER_ACK        97
#define ATS_TYPE_ORDER_RESULT     98
#define ATS_TYPE_ORDER_QUERY      99
#define ATS_TYPE_ORDER_STATUS     100
#define ATS_TYPE_LIMITS           102
#define ATS_TYPE_LIMITS_STATUS    103
#define ATS_TYPE_HALT             104
#define ATS_TYPE_REPLAY           128
#define ATS_TYPE_REPLAY_CONTROL   129

//--- frames: the length in the header counts the header too
#define ATS_HEADER_BYTES        16
#define ATS_HEADER_AT_LENGTH    0
#define ATS_HEADER_AT_TYPE      4
#define ATS_HEADER_AT_VERSION   5
#define ATS_HEADER_AT_FLAGS     6
#define ATS_HEADER_AT_SEQUENCE  8
#define ATS_HEADER_AT_ACK_BYTES 12
#define ATS_FRAME_VERSION       1
#define ATS_FRAME_MAX           32768
#define ATS_PAYLOAD_MAX         32752

//--- credit: bytes that may be unacknowledged, headers included, ACK frames not
#define ATS_CREDIT_TO_APP      49152
#define ATS_CREDIT_BULK        40960
#define ATS_CREDIT_TO_TERMINAL 32768
#define ATS_ACK_EVERY_BYTES    8192
#define ATS_ACK_EVERY_MS       50

//--- time
#define ATS_HANDSHAKE_MS_MAX 2000
#define ATS_SNAPSHOT_MS_MAX  10000
#define ATS_PING_PERIOD_MS   1000
#define ATS_SILENCE_MS_MAX   5000
#define ATS_BUSY_MS_MAX      2000
#define ATS_DATA_BUSY_MS_MAX 60000

//--- handshake and pipe
#define ATS_NONCE_BYTES    32
#define ATS_PROOF_APP      "app"
#define ATS_PROOF_TERMINAL "ea"
#define ATS_ROLE_TRADING   1
#define ATS_ROLE_DATA      2
#define ATS_PIPE_PREFIX    "ats-"
#define ATS_PIPE_LABEL     "ats-pipe"
#define ATS_PIPE_DIGITS    20

//--- bounds
#define ATS_PAGES_MAX            256
#define ATS_HASH_DIGITS          16
#define ATS_OVERLAP_MAX          256
#define ATS_SUBSCRIPTIONS_MAX    32
#define ATS_HISTORY_REQUESTS_MAX 16
#define ATS_CALENDAR_SPAN_MS_MAX 2678400000
#define ATS_ORDER_TTL_MS_MAX     10000
#define ATS_ORDER_DEALS_MAX      64

//--- our ids of orders, carried as magic: marker, installation tag, counter
#define ATS_MARKER       0x41
#define ATS_MARKER_SHIFT 55
#define ATS_TAG_BITS     20
#define ATS_COUNTER_BITS 35

//--- TICKS and BARS: a head of 8 bytes, the symbol in UTF-8, then records to the end
#define ATS_BULK_HEAD_BYTES         8
#define ATS_TICKS_AT_TAKEN_AT_STAMP 0
#define ATS_TICKS_AT_FLAGS          4
#define ATS_TICKS_AT_SYMBOL_BYTES   7
#define ATS_TICKS_FLAG_REWIND       1
#define ATS_TICK_BYTES              24
#define ATS_TICK_AT_STAMP_MS        0
#define ATS_TICK_AT_BID             8
#define ATS_TICK_AT_ASK             16
#define ATS_TICKS_PER_MESSAGE_MAX   1353
#define ATS_BARS_AT_TIMEFRAME       0
#define ATS_BARS_AT_FLAGS           1
#define ATS_BARS_AT_SYMBOL_BYTES    7
#define ATS_BARS_FLAG_FORMING       1
#define ATS_BAR_BYTES               48
#define ATS_BAR_AT_OPEN_STAMP_MS    0
#define ATS_BAR_AT_OPEN             8
#define ATS_BAR_AT_HIGH             16
#define ATS_BAR_AT_LOW              24
#define ATS_BAR_AT_CLOSE            32
#define ATS_BAR_AT_TICK_VOLUME      40
#define ATS_BAR_AT_SPREAD_POINTS    44
#define ATS_BARS_PER_MESSAGE_MAX    676
#define ATS_FIRST_BARS_DAYS         14
#define ATS_BAR_UNKNOWN             0xFFFFFFFF

//--- timeframes in BARS
#define ATS_TIMEFRAME_M1  1
#define ATS_TIMEFRAME_M5  2
#define ATS_TIMEFRAME_M15 3
#define ATS_TIMEFRAME_M30 4
#define ATS_TIMEFRAME_H1  5
#define ATS_TIMEFRAME_H4  6
#define ATS_TIMEFRAME_D1  7

//--- words for role
#define ATS_WORD_ROLE_TRADING "trading"
#define ATS_WORD_ROLE_DATA    "data"

//--- words for timeframe
#define ATS_WORD_TIMEFRAME_M1  "M1"
#define ATS_WORD_TIMEFRAME_M5  "M5"
#define ATS_WORD_TIMEFRAME_M15 "M15"
#define ATS_WORD_TIMEFRAME_M30 "M30"
#define ATS_WORD_TIMEFRAME_H1  "H1"
#define ATS_WORD_TIMEFRAME_H4  "H4"
#define ATS_WORD_TIMEFRAME_D1  "D1"

//--- words for tradeMode
#define ATS_WORD_TRADE_MODE_SIMULATED "simulated"
#define ATS_WORD_TRADE_MODE_DEMO      "demo"
#define ATS_WORD_TRADE_MODE_REAL      "real"

//--- words for marginMode
#define ATS_WORD_MARGIN_MODE_HEDGING "hedging"
#define ATS_WORD_MARGIN_MODE_NETTING "netting"

//--- words for stopOut
#define ATS_WORD_STOP_OUT_PERCENT "percent"
#define ATS_WORD_STOP_OUT_MONEY   "money"

//--- words for calculation
#define ATS_WORD_CALCULATION_FOREX             "forex"
#define ATS_WORD_CALCULATION_FOREX_NO_LEVERAGE "forexNoLeverage"
#define ATS_WORD_CALCULATION_FUTURES           "futures"
#define ATS_WORD_CALCULATION_CFD               "cfd"
#define ATS_WORD_CALCULATION_CFD_INDEX         "cfdIndex"
#define ATS_WORD_CALCULATION_CFD_LEVERAGE      "cfdLeverage"
#define ATS_WORD_CALCULATION_EXCHANGE          "exchange"
#define ATS_WORD_CALCULATION_OTHER             "other"

//--- words for symbolTrade
#define ATS_WORD_SYMBOL_TRADE_DISABLED   "disabled"
#define ATS_WORD_SYMBOL_TRADE_LONG_ONLY  "longOnly"
#define ATS_WORD_SYMBOL_TRADE_SHORT_ONLY "shortOnly"
#define ATS_WORD_SYMBOL_TRADE_CLOSE_ONLY "closeOnly"
#define ATS_WORD_SYMBOL_TRADE_FULL       "full"

//--- words for execution
#define ATS_WORD_EXECUTION_REQUEST  "request"
#define ATS_WORD_EXECUTION_INSTANT  "instant"
#define ATS_WORD_EXECUTION_MARKET   "market"
#define ATS_WORD_EXECUTION_EXCHANGE "exchange"

//--- words for filling
#define ATS_WORD_FILLING_FOK "fok"
#define ATS_WORD_FILLING_IOC "ioc"
#define ATS_WORD_FILLING_BOC "boc"

//--- words for swap
#define ATS_WORD_SWAP_DISABLED         "disabled"
#define ATS_WORD_SWAP_POINTS           "points"
#define ATS_WORD_SWAP_CURRENCY_SYMBOL  "currencySymbol"
#define ATS_WORD_SWAP_CURRENCY_MARGIN  "currencyMargin"
#define ATS_WORD_SWAP_CURRENCY_DEPOSIT "currencyDeposit"
#define ATS_WORD_SWAP_INTEREST_CURRENT "interestCurrent"
#define ATS_WORD_SWAP_INTEREST_OPEN    "interestOpen"
#define ATS_WORD_SWAP_REOPEN_CURRENT   "reopenCurrent"
#define ATS_WORD_SWAP_REOPEN_BID       "reopenBid"
#define ATS_WORD_SWAP_OTHER            "other"

//--- words for importance
#define ATS_WORD_IMPORTANCE_NONE     "none"
#define ATS_WORD_IMPORTANCE_LOW      "low"
#define ATS_WORD_IMPORTANCE_MODERATE "moderate"
#define ATS_WORD_IMPORTANCE_HIGH     "high"

//--- words for side
#define ATS_WORD_SIDE_BUY  "buy"
#define ATS_WORD_SIDE_SELL "sell"

//--- words for origin
#define ATS_WORD_ORIGIN_ATS     "ats"
#define ATS_WORD_ORIGIN_ADVISER "adviser"
#define ATS_WORD_ORIGIN_MANUAL  "manual"

//--- words for entry
#define ATS_WORD_ENTRY_IN     "in"
#define ATS_WORD_ENTRY_OUT    "out"
#define ATS_WORD_ENTRY_IN_OUT "inOut"

//--- words for reason
#define ATS_WORD_REASON_ADVISER  "adviser"
#define ATS_WORD_REASON_MANUAL   "manual"
#define ATS_WORD_REASON_STOP     "stop"
#define ATS_WORD_REASON_TARGET   "target"
#define ATS_WORD_REASON_STOP_OUT "stopOut"

//--- words for cash
#define ATS_WORD_CASH_BALANCE    "balance"
#define ATS_WORD_CASH_CREDIT     "credit"
#define ATS_WORD_CASH_CHARGE     "charge"
#define ATS_WORD_CASH_CORRECTION "correction"
#define ATS_WORD_CASH_BONUS      "bonus"
#define ATS_WORD_CASH_COMMISSION "commission"
#define ATS_WORD_CASH_DIVIDEND   "dividend"
#define ATS_WORD_CASH_INTEREST   "interest"
#define ATS_WORD_CASH_TAX        "tax"
#define ATS_WORD_CASH_OTHER      "other"

//--- words for orderType
#define ATS_WORD_ORDER_TYPE_MARKET     "market"
#define ATS_WORD_ORDER_TYPE_LIMIT      "limit"
#define ATS_WORD_ORDER_TYPE_STOP       "stop"
#define ATS_WORD_ORDER_TYPE_STOP_LIMIT "stopLimit"
#define ATS_WORD_ORDER_TYPE_CLOSE_BY   "closeBy"

//--- words for transaction
#define ATS_WORD_TRANSACTION_ORDER_ADDED     "orderAdded"
#define ATS_WORD_TRANSACTION_ORDER_UPDATED   "orderUpdated"
#define ATS_WORD_TRANSACTION_ORDER_DELETED   "orderDeleted"
#define ATS_WORD_TRANSACTION_DEAL_ADDED      "dealAdded"
#define ATS_WORD_TRANSACTION_DEAL_UPDATED    "dealUpdated"
#define ATS_WORD_TRANSACTION_DEAL_DELETED    "dealDeleted"
#define ATS_WORD_TRANSACTION_HISTORY_ADDED   "historyAdded"
#define ATS_WORD_TRANSACTION_HISTORY_UPDATED "historyUpdated"
#define ATS_WORD_TRANSACTION_HISTORY_DELETED "historyDeleted"
#define ATS_WORD_TRANSACTION_POSITION        "position"
#define ATS_WORD_TRANSACTION_REQUEST         "request"

//--- words for orderKind
#define ATS_WORD_ORDER_KIND_ENTRY       "entry"
#define ATS_WORD_ORDER_KIND_REDUCE_ONLY "reduceOnly"
#define ATS_WORD_ORDER_KIND_MODIFY      "modify"

//--- words for orderState
#define ATS_WORD_ORDER_STATE_DENIED           "denied"
#define ATS_WORD_ORDER_STATE_EXPIRED          "expired"
#define ATS_WORD_ORDER_STATE_REJECTED         "rejected"
#define ATS_WORD_ORDER_STATE_UNKNOWN          "unknown"
#define ATS_WORD_ORDER_STATE_ACCEPTED         "accepted"
#define ATS_WORD_ORDER_STATE_PARTIALLY_FILLED "partiallyFilled"
#define ATS_WORD_ORDER_STATE_CANCELLED        "cancelled"
#define ATS_WORD_ORDER_STATE_FILLED           "filled"
#define ATS_WORD_ORDER_STATE_MODIFIED         "modified"

//--- words for answer
#define ATS_WORD_ANSWER_FOUND         "FOUND"
#define ATS_WORD_ANSWER_NOT_FOUND     "NOT_FOUND"
#define ATS_WORD_ANSWER_UNKNOWN       "UNKNOWN"
#define ATS_WORD_ANSWER_WRONG_ACCOUNT "WRONG_ACCOUNT"

//--- codes of what went wrong
#define ATS_FAULT_PIPE_FAILED           "PIPE_FAILED"
#define ATS_FAULT_FRAME_LENGTH          "FRAME_LENGTH"
#define ATS_FAULT_FRAME_TYPE            "FRAME_TYPE"
#define ATS_FAULT_FRAME_VERSION         "FRAME_VERSION"
#define ATS_FAULT_FRAME_SEQUENCE        "FRAME_SEQUENCE"
#define ATS_FAULT_FRAME_PAYLOAD         "FRAME_PAYLOAD"
#define ATS_FAULT_HANDSHAKE_TIMEOUT     "HANDSHAKE_TIMEOUT"
#define ATS_FAULT_HANDSHAKE_PROOF       "HANDSHAKE_PROOF"
#define ATS_FAULT_HANDSHAKE_ORDER       "HANDSHAKE_ORDER"
#define ATS_FAULT_PROTOCOL_UNSUPPORTED  "PROTOCOL_UNSUPPORTED"
#define ATS_FAULT_SESSION_BUSY          "SESSION_BUSY"
#define ATS_FAULT_SESSION_SILENT        "SESSION_SILENT"
#define ATS_FAULT_CREDIT_EXCEEDED       "CREDIT_EXCEEDED"
#define ATS_FAULT_REQUEST_INVALID       "REQUEST_INVALID"
#define ATS_FAULT_NOT_CONNECTED         "NOT_CONNECTED"
#define ATS_FAULT_ACCOUNT_CHANGED       "ACCOUNT_CHANGED"
#define ATS_FAULT_TRADING_NOT_ALLOWED   "TRADING_NOT_ALLOWED"
#define ATS_FAULT_ADVISER_VERSION       "ADVISER_VERSION"
#define ATS_FAULT_INSTRUMENT_MISSING    "INSTRUMENT_MISSING"
#define ATS_FAULT_HISTORY_UNAVAILABLE   "HISTORY_UNAVAILABLE"
#define ATS_FAULT_ORDER_EXPIRED         "ORDER_EXPIRED"
#define ATS_FAULT_WORST_PRICE_PASSED    "WORST_PRICE_PASSED"
#define ATS_FAULT_ORDER_STALE_ID        "ORDER_STALE_ID"
#define ATS_FAULT_ORDER_ID_CONFLICT     "ORDER_ID_CONFLICT"
#define ATS_FAULT_NOT_A_REDUCTION       "NOT_A_REDUCTION"
#define ATS_FAULT_POSITION_UNKNOWN      "POSITION_UNKNOWN"
#define ATS_FAULT_STOP_REQUIRED         "STOP_REQUIRED"
#define ATS_FAULT_STOP_TOO_NEAR         "STOP_TOO_NEAR"
#define ATS_FAULT_STOP_NOT_SET          "STOP_NOT_SET"
#define ATS_FAULT_RISK_EXCEEDED         "RISK_EXCEEDED"
#define ATS_FAULT_VOLUME_LIMIT          "VOLUME_LIMIT"
#define ATS_FAULT_POSITIONS_MAX         "POSITIONS_MAX"
#define ATS_FAULT_TRADES_MAX            "TRADES_MAX"
#define ATS_FAULT_SPREAD_TOO_WIDE       "SPREAD_TOO_WIDE"
#define ATS_FAULT_DAILY_LOSS_LIMIT      "DAILY_LOSS_LIMIT"
#define ATS_FAULT_HALTED                "HALTED"
#define ATS_FAULT_DEAD_MAN              "DEAD_MAN"
#define ATS_FAULT_SYMBOL_NOT_FLAT       "SYMBOL_NOT_FLAT"
#define ATS_FAULT_MARGIN_INSUFFICIENT   "MARGIN_INSUFFICIENT"
#define ATS_FAULT_ORDER_NOT_SENT        "ORDER_NOT_SENT"
#define ATS_FAULT_JOURNAL_FAILED        "JOURNAL_FAILED"
#define ATS_FAULT_ORDER_REJECTED        "ORDER_REJECTED"
#define ATS_FAULT_ORDER_OUTCOME_UNKNOWN "ORDER_OUTCOME_UNKNOWN"
#define ATS_FAULT_ORDER_INVALID         "ORDER_INVALID"
#define ATS_FAULT_PRICE_MOVED           "PRICE_MOVED"
#define ATS_FAULT_MARKET_REFUSED        "MARKET_REFUSED"
#define ATS_FAULT_RATE_LIMITED          "RATE_LIMITED"

//+------------------------------------------------------------------+
//| Before each payload                                              |
//+------------------------------------------------------------------+
struct AtsHeader
  {
   uint              length;
   uchar             type;
   uchar             version;
   ushort            flags;
   uint              sequence;
   uint              ackBytes;
  };

//+------------------------------------------------------------------+
//| One tick of TICKS                                                |
//+------------------------------------------------------------------+
struct AtsTickRecord
  {
   long              stampMs;
   double            bid;
   double            ask;
  };

//+------------------------------------------------------------------+
//| One bar of BARS                                                  |
//+------------------------------------------------------------------+
struct AtsBarRecord
  {
   long              openStampMs;
   double            open;
   double            high;
   double            low;
   double            close;
   uint              tickVolume;
   uint              spreadPoints;
  };

//+------------------------------------------------------------------+
//| May use the whole credit; all else but ACK is bulk               |
//+------------------------------------------------------------------+
bool AtsIsControl(const uchar type)
  {
   switch(type)
     {
      case ATS_TYPE_HELLO:
      case ATS_TYPE_CHALLENGE:
      case ATS_TYPE_AUTH:
      case ATS_TYPE_READY:
      case ATS_TYPE_PONG:
      case ATS_TYPE_BUSY:
      case ATS_TYPE_BYE:
      case ATS_TYPE_ERROR:
      case ATS_TYPE_SUBSCRIBE:
      case ATS_TYPE_UNSUBSCRIBE:
      case ATS_TYPE_BARS_REQUEST:
      case ATS_TYPE_TICKS_REQUEST:
      case ATS_TYPE_CALENDAR_REQUEST:
      case ATS_TYPE_SYMBOLS_REQUEST:
      case ATS_TYPE_SNAPSHOT_REQUEST:
      case ATS_TYPE_TRANSACTION:
      case ATS_TYPE_ORDER:
      case ATS_TYPE_ORDER_ACK:
      case ATS_TYPE_ORDER_RESULT:
      case ATS_TYPE_ORDER_QUERY:
      case ATS_TYPE_ORDER_STATUS:
      case ATS_TYPE_LIMITS:
      case ATS_TYPE_LIMITS_STATUS:
      case ATS_TYPE_HALT:
      case ATS_TYPE_REPLAY_CONTROL:
         return(true);
     }
   return(false);
  }

//+------------------------------------------------------------------+
//| The cockpit sends it                                             |
//+------------------------------------------------------------------+
bool AtsIsFromApp(const uchar type)
  {
   switch(type)
     {
      case ATS_TYPE_ACK:
      case ATS_TYPE_CHALLENGE:
      case ATS_TYPE_READY:
      case ATS_TYPE_PING:
      case ATS_TYPE_PONG:
      case ATS_TYPE_BYE:
      case ATS_TYPE_SUBSCRIBE:
      case ATS_TYPE_UNSUBSCRIBE:
      case ATS_TYPE_BARS_REQUEST:
      case ATS_TYPE_TICKS_REQUEST:
      case ATS_TYPE_CALENDAR_REQUEST:
      case ATS_TYPE_SYMBOLS_REQUEST:
      case ATS_TYPE_SNAPSHOT_REQUEST:
      case ATS_TYPE_ORDER:
      case ATS_TYPE_ORDER_QUERY:
      case ATS_TYPE_LIMITS:
      case ATS_TYPE_HALT:
      case ATS_TYPE_REPLAY_CONTROL:
         return(true);
     }
   return(false);
  }

#endif
//+------------------------------------------------------------------+
