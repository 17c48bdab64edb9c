#include "trade-lines.h"

#include <algorithm>

namespace host
{
static std::string exact(double value)
  {
   char text[40];
   snprintf(text, sizeof text, "%.17g", value);
   return text;
  }

void appendRequest(Line &line, const MqlTradeRequest &request)
  {
   const auto add = [&line](const char *name, const std::string &value) { line.push_back(std::string(name) + "=" + value); };
   add("action", std::to_string((int)request.action));
   add("magic", std::to_string(request.magic));
   add("order", std::to_string(request.order));
   add("symbol", request.symbol.u8());
   add("volume", exact(request.volume));
   add("price", exact(request.price));
   add("stoplimit", exact(request.stoplimit));
   add("sl", exact(request.sl));
   add("tp", exact(request.tp));
   add("deviation", std::to_string(request.deviation));
   add("type", std::to_string((int)request.type));
   add("type_filling", std::to_string((int)request.type_filling));
   add("type_time", std::to_string((int)request.type_time));
   add("expiration", std::to_string(request.expiration.v));
   add("comment", request.comment.u8());
   add("position", std::to_string(request.position));
   add("position_by", std::to_string(request.position_by));
  }

/** A field's name and value; the value converts itself to whatever member it is given to. */
struct Field
  {
   std::string name;
   std::string value;

   explicit Field(const std::string &text) : name(text.substr(0, text.find('='))), value(text.substr(std::min(text.size(), name.size() + 1))) {}
   template <class T> bool isInto(const char *wanted, T &member) const
     {
      if(name != wanted)
         return false;
      if constexpr(std::is_same_v<T, string>)
         member = string::utf8(value);
      else if constexpr(std::is_floating_point_v<T>)
         member = strtod(value.c_str(), nullptr);
      else if constexpr(std::is_same_v<T, datetime>)
         member = strtoll(value.c_str(), nullptr, 10);
      else
         member = (T)strtoull(value.c_str(), nullptr, 10);
      return true;
     }
  };

static bool assign(MqlTradeTransaction &t, const Field &field)
  {
   return field.isInto("t.deal", t.deal) || field.isInto("t.order", t.order) || field.isInto("t.symbol", t.symbol) || field.isInto("t.type", t.type) ||
          field.isInto("t.order_type", t.order_type) || field.isInto("t.order_state", t.order_state) || field.isInto("t.deal_type", t.deal_type) ||
          field.isInto("t.time_type", t.time_type) || field.isInto("t.time_expiration", t.time_expiration) || field.isInto("t.price", t.price) ||
          field.isInto("t.price_trigger", t.price_trigger) || field.isInto("t.price_sl", t.price_sl) || field.isInto("t.price_tp", t.price_tp) ||
          field.isInto("t.volume", t.volume) || field.isInto("t.position", t.position) || field.isInto("t.position_by", t.position_by);
  }

static bool assign(MqlTradeRequest &q, const Field &field)
  {
   return field.isInto("q.action", q.action) || field.isInto("q.magic", q.magic) || field.isInto("q.order", q.order) || field.isInto("q.symbol", q.symbol) ||
          field.isInto("q.volume", q.volume) || field.isInto("q.price", q.price) || field.isInto("q.stoplimit", q.stoplimit) || field.isInto("q.sl", q.sl) ||
          field.isInto("q.tp", q.tp) || field.isInto("q.deviation", q.deviation) || field.isInto("q.type", q.type) ||
          field.isInto("q.type_filling", q.type_filling) || field.isInto("q.type_time", q.type_time) || field.isInto("q.expiration", q.expiration) ||
          field.isInto("q.comment", q.comment) || field.isInto("q.position", q.position) || field.isInto("q.position_by", q.position_by);
  }

static bool assign(MqlTradeResult &r, const Field &field)
  {
   return field.isInto("r.retcode", r.retcode) || field.isInto("r.deal", r.deal) || field.isInto("r.order", r.order) || field.isInto("r.volume", r.volume) ||
          field.isInto("r.price", r.price) || field.isInto("r.bid", r.bid) || field.isInto("r.ask", r.ask) || field.isInto("r.comment", r.comment) ||
          field.isInto("r.request_id", r.request_id) || field.isInto("r.retcode_external", r.retcode_external);
  }

[[noreturn]] static void refuseField(const std::string &text) { mql_critical(("the terminal named an unknown trade field: " + text).c_str()); }

TransactionEvent parseTransaction(const Line &line)
  {
   TransactionEvent event;
   for(size_t i = 1; i < line.size(); i++)
     {
      const Field field(line[i]);
      if(!assign(event.transaction, field) && !assign(event.request, field) && !assign(event.result, field))
         refuseField(line[i]);
     }
   return event;
  }

MqlTradeResult parseResult(const Line &line)
  {
   MqlTradeResult result{};
   for(size_t i = 2; i < line.size(); i++)
      if(!assign(result, Field(line[i])))
         refuseField(line[i]);
   return result;
  }

MqlTradeCheckResult parseCheckResult(const Line &line)
  {
   MqlTradeCheckResult check{};
   for(size_t i = 2; i < line.size(); i++)
     {
      const Field field(line[i]);
      if(!field.isInto("c.retcode", check.retcode) && !field.isInto("c.balance", check.balance) && !field.isInto("c.equity", check.equity) &&
         !field.isInto("c.profit", check.profit) && !field.isInto("c.margin", check.margin) && !field.isInto("c.margin_free", check.margin_free) &&
         !field.isInto("c.margin_level", check.margin_level) && !field.isInto("c.comment", check.comment))
         refuseField(line[i]);
     }
   return check;
  }
}
