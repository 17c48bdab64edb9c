//+------------------------------------------------------------------+
//|                                                   JsonWriter.mqh |
//| Writes the JSON payloads of the wire and of our own files.       |
//+------------------------------------------------------------------+
#ifndef ATS_JSON_WRITER_MQH
#define ATS_JSON_WRITER_MQH

string AtsJsonQuoted(const string text)
  {
   string quoted="\"";
   int length=StringLen(text);
   int from=0;
   for(int i=0; i<length; i++)
     {
      ushort unit=StringGetCharacter(text,i);
      if(unit>=0x20 && unit<0x7F && unit!='"' && unit!='\\')
         continue;
      if(i>from)
         quoted+=StringSubstr(text,from,i-from);
      quoted+=(unit=='"' || unit=='\\') ? "\\"+ShortToString(unit) : StringFormat("\\u%04x",unit);
      from=i+1;
     }
   if(from<length)
      quoted+=StringSubstr(text,from);
   return(quoted+"\"");
  }

string AtsJsonNumber(const double value)
  {
   if(!MathIsValidNumber(value))
      return("null");
   string digits=StringFormat("%.15g",value);
   if(StringToDouble(digits)==value)
      return(digits);
   digits=StringFormat("%.16g",value);
   return(StringToDouble(digits)==value ? digits : StringFormat("%.17g",value));
  }

//+------------------------------------------------------------------+
//| Builds one JSON text. Everything outside ASCII leaves as \uXXXX, |
//| so the text has as many bytes as characters.                     |
//+------------------------------------------------------------------+
class CAtsJsonWriter
  {
private:
   string            m_text;
   //--- a comma is due before the next member or item
   bool              m_isCommaDue;

   void              Value(const string text);

public:
                     CAtsJsonWriter() : m_text(""), m_isCommaDue(false) {}

   void              Reset();
   void              BeginObject();
   void              EndObject();
   void              BeginArray();
   void              EndArray();
   void              Key(const string name);

   void              String(const string value);
   //--- The shortest digits that read back as the same number; null where it is not finite.
   void              Number(const double value);
   void              Long(const long value);
   //--- A 64-bit id, as a string of decimal digits.
   void              Id(const ulong value);
   void              Bool(const bool value);
   void              Null();
   //--- A value that is JSON already.
   void              Raw(const string json);

   //--- A key and its value.
   void              KeyString(const string name,const string value) { Key(name); String(value); }
   void              KeyNumber(const string name,const double value) { Key(name); Number(value); }
   void              KeyLong(const string name,const long value) { Key(name); Long(value); }
   void              KeyId(const string name,const ulong value) { Key(name); Id(value); }
   void              KeyBool(const string name,const bool value) { Key(name); Bool(value); }
   void              KeyNull(const string name) { Key(name); Null(); }
   void              KeyRaw(const string name,const string json) { Key(name); Raw(json); }

   //--- Bytes of the text so far.
   int               Length() const { return(StringLen(m_text)); }
   string            Text() const { return(m_text); }
  };

//+------------------------------------------------------------------+
//| Structure                                                        |
//+------------------------------------------------------------------+
void CAtsJsonWriter::Reset()
  {
   m_text="";
   m_isCommaDue=false;
  }

void CAtsJsonWriter::Value(const string text)
  {
   if(m_isCommaDue)
      m_text+=",";
   m_text+=text;
   m_isCommaDue=true;
  }

void CAtsJsonWriter::BeginObject()
  {
   Value("{");
   m_isCommaDue=false;
  }

void CAtsJsonWriter::EndObject()
  {
   m_text+="}";
   m_isCommaDue=true;
  }

void CAtsJsonWriter::BeginArray()
  {
   Value("[");
   m_isCommaDue=false;
  }

void CAtsJsonWriter::EndArray()
  {
   m_text+="]";
   m_isCommaDue=true;
  }

void CAtsJsonWriter::Key(const string name)
  {
   Value(AtsJsonQuoted(name)+":");
   m_isCommaDue=false;
  }

//+------------------------------------------------------------------+
//| Values                                                           |
//+------------------------------------------------------------------+
void CAtsJsonWriter::String(const string value) { Value(AtsJsonQuoted(value)); }

void CAtsJsonWriter::Number(const double value) { Value(AtsJsonNumber(value)); }

void CAtsJsonWriter::Long(const long value) { Value(StringFormat("%I64d",value)); }

void CAtsJsonWriter::Id(const ulong value) { Value(StringFormat("\"%I64u\"",value)); }

void CAtsJsonWriter::Bool(const bool value) { Value(value ? "true" : "false"); }

void CAtsJsonWriter::Null() { Value("null"); }

void CAtsJsonWriter::Raw(const string json) { Value(json); }

#endif
//+------------------------------------------------------------------+
