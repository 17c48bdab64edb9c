//+------------------------------------------------------------------+
//|                                                     ListMark.mqh |
//| A mark of a list's content: equal mark, nothing changed.         |
//+------------------------------------------------------------------+
#ifndef ATS_LIST_MARK_MQH
#define ATS_LIST_MARK_MQH

//+------------------------------------------------------------------+
//| FNV-1a over 64 bits, item by item: it guards against nobody, and |
//| a list of any length is marked while it is being made.           |
//+------------------------------------------------------------------+
class CAtsListMark
  {
private:
   ulong             m_value;

public:
                     CAtsListMark() { Reset(); }

   void              Reset() { m_value=0xCBF29CE484222325; }
   void              Add(const string text);
   //--- 16 hexadecimal digits.
   string            Hex() const { return(StringFormat("%08x%08x",(uint)(m_value>>32),(uint)(m_value&0xFFFFFFFF))); }
  };

void CAtsListMark::Add(const string text)
  {
   const int length=StringLen(text);
   for(int i=0; i<length; i++)
      m_value=(m_value^(ulong)StringGetCharacter(text,i))*0x100000001B3;
   //--- an end of its own, so that "ab","c" is not "a","bc"
   m_value=(m_value^0xFFFF)*0x100000001B3;
  }

#endif
