//+------------------------------------------------------------------+
//|                                             TransactionHints.mqh |
//| Tells the cockpit that something has happened to the account.    |
//+------------------------------------------------------------------+
#ifndef ATS_TRANSACTION_HINTS_MQH
#define ATS_TRANSACTION_HINTS_MQH

#include "Clock.mqh"
#include "JsonWriter.mqh"
#include "Origin.mqh"
#include "Protocol.mqh"
#include "Session.mqh"

//--- a hint may be lost: what is true comes with the lists
#define ATS_HINTS_A_SECOND_MAX 20
//--- less credit than this is for what must not be lost
#define ATS_HINT_CREDIT_MIN    4096

struct AtsHint
  {
   int               type;
   ulong             order;
   ulong             deal;
   ulong             position;
  };

//+------------------------------------------------------------------+
//| "" where the transaction says nothing to us.                     |
//+------------------------------------------------------------------+
string AtsTransactionText(const int type)
  {
   switch(type)
     {
      case TRADE_TRANSACTION_ORDER_ADD:
         return(ATS_WORD_TRANSACTION_ORDER_ADDED);
      case TRADE_TRANSACTION_ORDER_UPDATE:
         return(ATS_WORD_TRANSACTION_ORDER_UPDATED);
      case TRADE_TRANSACTION_ORDER_DELETE:
         return(ATS_WORD_TRANSACTION_ORDER_DELETED);
      case TRADE_TRANSACTION_DEAL_ADD:
         return(ATS_WORD_TRANSACTION_DEAL_ADDED);
      case TRADE_TRANSACTION_DEAL_UPDATE:
         return(ATS_WORD_TRANSACTION_DEAL_UPDATED);
      case TRADE_TRANSACTION_DEAL_DELETE:
         return(ATS_WORD_TRANSACTION_DEAL_DELETED);
      case TRADE_TRANSACTION_HISTORY_ADD:
         return(ATS_WORD_TRANSACTION_HISTORY_ADDED);
      case TRADE_TRANSACTION_HISTORY_UPDATE:
         return(ATS_WORD_TRANSACTION_HISTORY_UPDATED);
      case TRADE_TRANSACTION_HISTORY_DELETE:
         return(ATS_WORD_TRANSACTION_HISTORY_DELETED);
      case TRADE_TRANSACTION_POSITION:
         return(ATS_WORD_TRANSACTION_POSITION);
      case TRADE_TRANSACTION_REQUEST:
         return(ATS_WORD_TRANSACTION_REQUEST);
      default:
         return("");
     }
  }

class CAtsTransactionHints
  {
private:
   AtsHint           m_hints[ATS_HINTS_A_SECOND_MAX];
   int               m_count;
   ulong             m_secondAtMs;
   int               m_inSecond;

   string            Text(const AtsHint &hint) const;
   void              WriteIdOrNull(CAtsJsonWriter &json,const string name,const ulong id) const;
   long              MagicOf(const AtsHint &hint) const;
   ulong             PositionIdOf(const AtsHint &hint) const;

public:
                     CAtsTransactionHints() : m_count(0), m_secondAtMs(0), m_inSecond(0) {}

   void              Clear() { m_count=0; }
   //--- False: it says nothing to us.
   bool              Take(const MqlTradeTransaction &trans);
   //--- Sends what was taken, and drops what there is no credit for.
   void              Pump(CAtsSession &session);
  };

bool CAtsTransactionHints::Take(const MqlTradeTransaction &trans)
  {
   if(AtsTransactionText((int)trans.type)=="")
      return(false);
   if(m_count<ATS_HINTS_A_SECOND_MAX)
     {
      m_hints[m_count].type=(int)trans.type;
      m_hints[m_count].order=trans.order;
      m_hints[m_count].deal=trans.deal;
      m_hints[m_count].position=trans.position;
      m_count++;
     }
   return(true);
  }

void CAtsTransactionHints::Pump(CAtsSession &session)
  {
   const ulong nowMs=AtsSteadyMs();
   if(nowMs>=m_secondAtMs+1000)
     {
      m_secondAtMs=nowMs;
      m_inSecond=0;
     }
   for(int i=0; i<m_count; i++)
      if(m_inSecond<ATS_HINTS_A_SECOND_MAX && session.BulkCredit()>=ATS_HINT_CREDIT_MIN
         && session.SendText(ATS_TYPE_TRANSACTION,Text(m_hints[i])))
         m_inSecond++;
   m_count=0;
  }

string CAtsTransactionHints::Text(const AtsHint &hint) const
  {
   CAtsJsonWriter json;
   json.BeginObject();
   json.KeyString("type",AtsTransactionText(hint.type));
   WriteIdOrNull(json,"orderTicket",hint.order);
   WriteIdOrNull(json,"dealTicket",hint.deal);
   WriteIdOrNull(json,"positionId",PositionIdOf(hint));
   AtsWriteClientOrderId(json,MagicOf(hint));
   json.KeyLong("stampMs",AtsServerMs());
   json.EndObject();
   return(json.Text());
  }

void CAtsTransactionHints::WriteIdOrNull(CAtsJsonWriter &json,const string name,const ulong id) const
  {
   if(id>0)
      json.KeyId(name,id);
   else
      json.KeyNull(name);
  }

//+------------------------------------------------------------------+
//| MT5 tells the ticket of the position, which is not its identity. |
//+------------------------------------------------------------------+
ulong CAtsTransactionHints::PositionIdOf(const AtsHint &hint) const
  {
   if(hint.deal>0 && HistoryDealSelect(hint.deal))
      return((ulong)HistoryDealGetInteger(hint.deal,DEAL_POSITION_ID));
   if(hint.position>0 && PositionSelectByTicket(hint.position))
      return((ulong)PositionGetInteger(POSITION_IDENTIFIER));
   return(0);
  }

long CAtsTransactionHints::MagicOf(const AtsHint &hint) const
  {
   if(hint.deal>0 && HistoryDealSelect(hint.deal))
      return(HistoryDealGetInteger(hint.deal,DEAL_MAGIC));
   if(hint.order>0 && OrderSelect(hint.order))
      return(OrderGetInteger(ORDER_MAGIC));
   if(hint.order>0 && HistoryOrderSelect(hint.order))
      return(HistoryOrderGetInteger(hint.order,ORDER_MAGIC));
   return(0);
  }

#endif
