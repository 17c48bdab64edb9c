//+------------------------------------------------------------------+
//|                                                  AccountInfo.mqh |
//| The account: who it is, what it is worth, what it may do.        |
//+------------------------------------------------------------------+
#ifndef ATS_ACCOUNT_INFO_MQH
#define ATS_ACCOUNT_INFO_MQH

#include "Clock.mqh"
#include "JsonWriter.mqh"
#include "Protocol.mqh"

//+------------------------------------------------------------------+
//| A contest's money is no more real than a demo's.                 |
//+------------------------------------------------------------------+
string AtsTradeModeText()
  {
   return(AccountInfoInteger(ACCOUNT_TRADE_MODE)==ACCOUNT_TRADE_MODE_REAL ? ATS_WORD_TRADE_MODE_REAL : ATS_WORD_TRADE_MODE_DEMO);
  }

bool AtsIsHedging()
  {
   return(AccountInfoInteger(ACCOUNT_MARGIN_MODE)==ACCOUNT_MARGIN_MODE_RETAIL_HEDGING);
  }

//+------------------------------------------------------------------+
//| The object {server, login, tradeMode} that pins an account.      |
//+------------------------------------------------------------------+
void AtsWriteIdentity(CAtsJsonWriter &json)
  {
   json.BeginObject();
   json.KeyString("server",AccountInfoString(ACCOUNT_SERVER));
   json.KeyId("login",(ulong)AccountInfoInteger(ACCOUNT_LOGIN));
   json.KeyString("tradeMode",AtsTradeModeText());
   json.EndObject();
  }

//+------------------------------------------------------------------+
//| The whole of ACCOUNT but its closing brace and its stamp, so     |
//| that two readings can be compared.                               |
//+------------------------------------------------------------------+
void AtsWriteAccountFigures(CAtsJsonWriter &json)
  {
   json.BeginObject();
   json.Key("identity");
   AtsWriteIdentity(json);
   json.KeyString("currency",AccountInfoString(ACCOUNT_CURRENCY));
   //--- an exchange account has no leverage and says 0
   json.KeyLong("leverage",MathMax(AccountInfoInteger(ACCOUNT_LEVERAGE),1));
   json.KeyString("marginMode",AtsIsHedging() ? ATS_WORD_MARGIN_MODE_HEDGING : ATS_WORD_MARGIN_MODE_NETTING);
   json.KeyNumber("balance",AccountInfoDouble(ACCOUNT_BALANCE));
   json.KeyNumber("credit",AccountInfoDouble(ACCOUNT_CREDIT));
   json.KeyNumber("equity",AccountInfoDouble(ACCOUNT_EQUITY));
   json.KeyNumber("margin",AccountInfoDouble(ACCOUNT_MARGIN));
   json.KeyNumber("freeMargin",AccountInfoDouble(ACCOUNT_MARGIN_FREE));
   json.Key("permissions");
   json.BeginObject();
   json.KeyBool("terminal",TerminalInfoInteger(TERMINAL_TRADE_ALLOWED)!=0);
   json.KeyBool("adviser",MQLInfoInteger(MQL_TRADE_ALLOWED)!=0);
   json.KeyBool("account",AccountInfoInteger(ACCOUNT_TRADE_ALLOWED)!=0);
   json.KeyBool("accountExpert",AccountInfoInteger(ACCOUNT_TRADE_EXPERT)!=0);
   json.EndObject();
   json.KeyBool("isConnected",TerminalInfoInteger(TERMINAL_CONNECTED)!=0);
   json.Key("stopOut");
   json.BeginObject();
   const bool isMoney=AccountInfoInteger(ACCOUNT_MARGIN_SO_MODE)==ACCOUNT_STOPOUT_MODE_MONEY;
   json.KeyString("mode",isMoney ? ATS_WORD_STOP_OUT_MONEY : ATS_WORD_STOP_OUT_PERCENT);
   json.KeyNumber("callLevel",AccountInfoDouble(ACCOUNT_MARGIN_SO_CALL));
   json.KeyNumber("level",AccountInfoDouble(ACCOUNT_MARGIN_SO_SO));
   json.EndObject();
  }

void AtsWriteAccount(CAtsJsonWriter &json)
  {
   AtsWriteAccountFigures(json);
   json.KeyLong("stampMs",AtsServerMs());
   json.EndObject();
  }

#endif
