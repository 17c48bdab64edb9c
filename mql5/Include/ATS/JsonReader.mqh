//+------------------------------------------------------------------+
//|                                                   JsonReader.mqh |
//| Reads the JSON payloads of the wire and of our own files.        |
//+------------------------------------------------------------------+
#ifndef ATS_JSON_READER_MQH
#define ATS_JSON_READER_MQH

//--- a text that is deeper or longer than any of ours is refused before it can cost anything
#define ATS_JSON_BYTES_MAX 65536
#define ATS_JSON_DEPTH_MAX 32

#define ATS_JSON_NULL   1
#define ATS_JSON_BOOL   2
#define ATS_JSON_NUMBER 3
#define ATS_JSON_STRING 4
#define ATS_JSON_ARRAY  5
#define ATS_JSON_OBJECT 6

//--- one value: where its text and its name stand in the buffer (without quotes), and its neighbours by index (-1: none)
struct AtsJsonNode
  {
   int               kind;
   int               start;
   int               end;
   int               nameStart;
   int               nameEnd;
   int               firstChild;
   int               lastChild;
   int               next;
   int               count;
  };

//+------------------------------------------------------------------+
//| A parsed text, asked by path: "account.login", "bars[0].symbol"; |
//| "" is the whole. The readers with a fallback answer it where the |
//| value is missing, null or of another kind; the Try… readers      |
//| answer false there and leave the value as it was.                |
//+------------------------------------------------------------------+
class CAtsJsonReader
  {
private:
   uchar             m_bytes[];
   int               m_length;
   int               m_at;
   AtsJsonNode       m_nodes[];
   int               m_nodeCount;

   void              SkipSpace();
   bool              ParseAll();
   bool              ParseName(AtsJsonNode &node);
   bool              ParseScalar(AtsJsonNode &node);
   bool              ParseString(int &start,int &end);
   bool              ParseEscape();
   bool              ParseUtf8Tail(const uchar lead);
   bool              ParseNumber();
   int               ParseDigits();
   bool              ParseWord(const string word);
   int               Append(const AtsJsonNode &node,const int parent);

   int               Find(const string path) const;
   int               Child(const int parent,const string name) const;
   int               Item(const int parent,const int index) const;
   bool              IsNamed(const int node,const string name) const;
   string            Decode(const int start,const int end) const;
   ushort            HexAt(const int at) const;

public:
                     CAtsJsonReader() : m_length(0), m_at(0), m_nodeCount(0) {}

   //--- False: not JSON, not UTF-8, too deep or too long; then nothing is found in it.
   bool              Parse(const uchar &bytes[],const int length);
   bool              ParseText(const string text);

   //--- Has: the member is there, be it null. IsNull: it is missing or null.
   bool              Has(const string path) const;
   bool              IsNull(const string path) const;
   //--- One of ATS_JSON_*, 0 where there is nothing.
   int               Kind(const string path) const;
   //--- Items of an array or members of an object, else 0.
   int               Count(const string path) const;

   bool              TryText(const string path,string &value) const;
   bool              TryNumber(const string path,double &value) const;
   //--- A whole number; false with a fraction, or outside of 64 bits.
   bool              TryLong(const string path,long &value) const;
   //--- A 64-bit id: a string of 1 to 20 decimal digits.
   bool              TryId(const string path,ulong &value) const;
   bool              TryFlag(const string path,bool &value) const;

   string            Text(const string path,const string fallback="") const;
   double            Number(const string path,const double fallback=0.0) const;
   long              Long(const string path,const long fallback=0) const;
   ulong             Id(const string path,const ulong fallback=0) const;
   bool              Flag(const string path,const bool fallback=false) const;
  };
