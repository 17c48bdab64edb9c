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
//| value is missing, null or of another kind; the Try readers       |
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
   bool              SkipEscape();
   bool              SkipUtf8();
   bool              SkipNumber();
   bool              SkipDigits();
   bool              SkipWord(const string word);
   bool              SkipByte(const ushort byte);
   uchar             Peek() const { return(m_at<m_length ? m_bytes[m_at] : (uchar)0); }
   int               Append(const AtsJsonNode &node,const int parent);

   int               Find(const string path) const;
   int               Child(const int parent,const string name) const;
   int               Item(const int parent,const int index) const;
   bool              IsNamed(const int node,const string name) const;
   string            Plain(const int start,const int end) const;
   string            Decode(const int start,const int end) const;
   ushort            EscapedUnit(const int at) const;

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

//+------------------------------------------------------------------+
//| Parsing                                                          |
//+------------------------------------------------------------------+
bool CAtsJsonReader::ParseText(const string text)
  {
   uchar bytes[];
   int length=StringToCharArray(text,bytes,0,WHOLE_ARRAY,CP_UTF8)-1;
   return(Parse(bytes,length));
  }

bool CAtsJsonReader::Parse(const uchar &bytes[],const int length)
  {
   m_nodeCount=0;
   m_at=0;
   m_length=0;
   if(length<=0 || length>ATS_JSON_BYTES_MAX || length>ArraySize(bytes))
      return(false);
   if(ArrayCopy(m_bytes,bytes,0,0,length)!=length)
      return(false);
   m_length=length;
   if(ParseAll())
      return(true);
   m_nodeCount=0;
   return(false);
  }

//--- Not recursive: hostile nesting costs a number in a bounded list.
bool CAtsJsonReader::ParseAll()
  {
   int open[ATS_JSON_DEPTH_MAX];
   int depth=0;
   for(;;)
     {
      AtsJsonNode node;
      ZeroMemory(node);
      node.firstChild=-1;
      node.lastChild=-1;
      node.next=-1;
      int parent=(depth>0) ? open[depth-1] : -1;
      if(parent>=0 && m_nodes[parent].kind==ATS_JSON_OBJECT && !ParseName(node))
         return(false);
      SkipSpace();
      uchar first=Peek();
      if(first=='{' || first=='[')
        {
         if(depth==ATS_JSON_DEPTH_MAX)
            return(false);
         node.kind=(first=='{') ? ATS_JSON_OBJECT : ATS_JSON_ARRAY;
         node.start=m_at;
         m_at++;
         int index=Append(node,parent);
         if(index<0)
            return(false);
         SkipSpace();
         if(!SkipByte((first=='{') ? '}' : ']'))
           {
            open[depth]=index;
            depth++;
            continue;
           }
         m_nodes[index].end=m_at;
        }
      else
         if(!ParseScalar(node) || Append(node,parent)<0)
            return(false);
      //--- a value is complete, and with it perhaps what it stands in
      for(;;)
        {
         SkipSpace();
         if(depth==0)
            return(m_at==m_length);
         if(SkipByte(','))
            break;
         int container=open[depth-1];
         if(!SkipByte((m_nodes[container].kind==ATS_JSON_OBJECT) ? '}' : ']'))
            return(false);
         m_nodes[container].end=m_at;
         depth--;
        }
     }
  }

int CAtsJsonReader::Append(const AtsJsonNode &node,const int parent)
  {
   if(m_nodeCount==ArraySize(m_nodes) && ArrayResize(m_nodes,m_nodeCount<32 ? 64 : 2*m_nodeCount)<0)
      return(-1);
   int index=m_nodeCount;
   m_nodes[index]=node;
   m_nodeCount++;
   if(parent<0)
      return(index);
   int last=m_nodes[parent].lastChild;
   if(last<0)
      m_nodes[parent].firstChild=index;
   else
      m_nodes[last].next=index;
   m_nodes[parent].lastChild=index;
   m_nodes[parent].count++;
   return(index);
  }

bool CAtsJsonReader::ParseName(AtsJsonNode &node)
  {
   SkipSpace();
   if(!ParseString(node.nameStart,node.nameEnd))
      return(false);
   SkipSpace();
   return(SkipByte(':'));
  }

bool CAtsJsonReader::ParseScalar(AtsJsonNode &node)
  {
   node.start=m_at;
   switch(Peek())
     {
      case '"':
         node.kind=ATS_JSON_STRING;
         return(ParseString(node.start,node.end));
      case 't':
      case 'f':
         node.kind=ATS_JSON_BOOL;
         if(!SkipWord("true") && !SkipWord("false"))
            return(false);
         break;
      case 'n':
         node.kind=ATS_JSON_NULL;
         if(!SkipWord("null"))
            return(false);
         break;
      default:
         node.kind=ATS_JSON_NUMBER;
         if(!SkipNumber())
            return(false);
     }
   node.end=m_at;
   return(true);
  }

//--- Where the text between the quotes stands; all of it is checked here, so that it can be decoded without a doubt.
bool CAtsJsonReader::ParseString(int &start,int &end)
  {
   if(!SkipByte('"'))
      return(false);
   start=m_at;
   while(m_at<m_length)
     {
      uchar byte=m_bytes[m_at];
      if(byte=='"')
        {
         end=m_at;
         m_at++;
         return(true);
        }
      if(byte<0x20)
         return(false);
      if(byte=='\\')
        {
         if(!SkipEscape())
            return(false);
        }
      else
         if(byte<0x80)
            m_at++;
         else
            if(!SkipUtf8())
               return(false);
     }
   return(false);
  }

bool CAtsJsonReader::SkipEscape()
  {
   m_at++;
   uchar kind=Peek();
   m_at++;
   switch(kind)
     {
      case '"':
      case '\\':
      case '/':
      case 'b':
      case 'f':
      case 'n':
      case 'r':
      case 't':
         return(true);
      case 'u':
         for(int i=0; i<4; i++)
           {
            uchar digit=Peek();
            bool isHex=(digit>='0' && digit<='9') || (digit>='a' && digit<='f') || (digit>='A' && digit<='F');
            if(!isHex)
               return(false);
            m_at++;
           }
         return(true);
     }
   return(false);
  }

//--- One character of two to four bytes: no overlong form, no half of a pair, nothing above U+10FFFF.
bool CAtsJsonReader::SkipUtf8()
  {
   uchar lead=m_bytes[m_at];
   int tail=0;
   uchar secondMin=0x80;
   uchar secondMax=0xBF;
   if(lead>=0xC2 && lead<=0xDF)
      tail=1;
   else
      if(lead>=0xE0 && lead<=0xEF)
        {
         tail=2;
         if(lead==0xE0)
            secondMin=0xA0;
         if(lead==0xED)
            secondMax=0x9F;
        }
      else
         if(lead>=0xF0 && lead<=0xF4)
           {
            tail=3;
            if(lead==0xF0)
               secondMin=0x90;
            if(lead==0xF4)
               secondMax=0x8F;
           }
   if(tail==0 || m_at+tail>=m_length)
      return(false);
   if(m_bytes[m_at+1]<secondMin || m_bytes[m_at+1]>secondMax)
      return(false);
   for(int i=2; i<=tail; i++)
      if((m_bytes[m_at+i]&0xC0)!=0x80)
         return(false);
   m_at+=tail+1;
   return(true);
  }

bool CAtsJsonReader::SkipNumber()
  {
   SkipByte('-');
   if(!SkipByte('0') && !SkipDigits())
      return(false);
   if(SkipByte('.') && !SkipDigits())
      return(false);
   if(SkipByte('e') || SkipByte('E'))
     {
      if(!SkipByte('+'))
         SkipByte('-');
      return(SkipDigits());
     }
   return(true);
  }

//--- At least one.
bool CAtsJsonReader::SkipDigits()
  {
   int from=m_at;
   while(Peek()>='0' && Peek()<='9')
      m_at++;
   return(m_at>from);
  }

bool CAtsJsonReader::SkipWord(const string word)
  {
   int length=StringLen(word);
   if(m_at+length>m_length)
      return(false);
   for(int i=0; i<length; i++)
      if(m_bytes[m_at+i]!=StringGetCharacter(word,i))
         return(false);
   m_at+=length;
   return(true);
  }

bool CAtsJsonReader::SkipByte(const ushort byte)
  {
   if(m_at>=m_length || m_bytes[m_at]!=byte)
      return(false);
   m_at++;
   return(true);
  }

void CAtsJsonReader::SkipSpace()
  {
   while(m_at<m_length)
     {
      uchar byte=m_bytes[m_at];
      if(byte!=' ' && byte!='\t' && byte!='\n' && byte!='\r')
         return;
      m_at++;
     }
  }

//+------------------------------------------------------------------+
//| Looking up                                                       |
//+------------------------------------------------------------------+
int CAtsJsonReader::Find(const string path) const
  {
   int node=(m_nodeCount>0) ? 0 : -1;
   int length=StringLen(path);
   int at=0;
   while(node>=0 && at<length)
     {
      ushort first=StringGetCharacter(path,at);
      if(first=='[')
        {
         int close=StringFind(path,"]",at);
         if(close<0)
            return(-1);
         node=Item(node,(int)StringToInteger(StringSubstr(path,at+1,close-at-1)));
         at=close+1;
        }
      else
        {
         if(first=='.')
            at++;
         int end=at;
         while(end<length && StringGetCharacter(path,end)!='.' && StringGetCharacter(path,end)!='[')
            end++;
         node=Child(node,StringSubstr(path,at,end-at));
         at=end;
        }
     }
   return(node);
  }

int CAtsJsonReader::Child(const int parent,const string name) const
  {
   if(m_nodes[parent].kind!=ATS_JSON_OBJECT)
      return(-1);
   int found=-1;
   for(int node=m_nodes[parent].firstChild; node>=0; node=m_nodes[node].next)
      if(IsNamed(node,name))
         found=node;
   return(found);
  }

int CAtsJsonReader::Item(const int parent,const int index) const
  {
   if(m_nodes[parent].kind!=ATS_JSON_ARRAY || index<0 || index>=m_nodes[parent].count)
      return(-1);
   int node=m_nodes[parent].firstChild;
   for(int i=0; i<index; i++)
      node=m_nodes[node].next;
   return(node);
  }

bool CAtsJsonReader::IsNamed(const int node,const string name) const
  {
   int start=m_nodes[node].nameStart;
   int end=m_nodes[node].nameEnd;
   for(int at=start; at<end; at++)
      if(m_bytes[at]=='\\')
         return(Decode(start,end)==name);
   if(end-start!=StringLen(name))
      return(false);
   for(int at=start; at<end; at++)
      if(m_bytes[at]!=StringGetCharacter(name,at-start))
         return(false);
   return(true);
  }

bool CAtsJsonReader::Has(const string path) const { return(Find(path)>=0); }

int CAtsJsonReader::Kind(const string path) const
  {
   int node=Find(path);
   return(node<0 ? 0 : m_nodes[node].kind);
  }

bool CAtsJsonReader::IsNull(const string path) const
  {
   int kind=Kind(path);
   return(kind==0 || kind==ATS_JSON_NULL);
  }

int CAtsJsonReader::Count(const string path) const
  {
   int node=Find(path);
   return(node<0 ? 0 : m_nodes[node].count);
  }

//+------------------------------------------------------------------+
//| Values                                                           |
//+------------------------------------------------------------------+
string CAtsJsonReader::Plain(const int start,const int end) const
  {
   return(end>start ? CharArrayToString(m_bytes,start,end-start,CP_UTF8) : "");
  }

//--- A zero character would end the string for MQL5, so it becomes the replacement character.
string CAtsJsonReader::Decode(const int start,const int end) const
  {
   string text="";
   int from=start;
   int at=start;
   while(at<end)
     {
      if(m_bytes[at]!='\\')
        {
         at++;
         continue;
        }
      ushort unit=EscapedUnit(at+1);
      text+=Plain(from,at)+ShortToString(unit==0 ? (ushort)0xFFFD : unit);
      at+=(m_bytes[at+1]=='u') ? 6 : 2;
      from=at;
     }
   return(text+Plain(from,end));
  }

//--- The UTF-16 unit of the escape whose letter stands there.
ushort CAtsJsonReader::EscapedUnit(const int at) const
  {
   uchar letter=m_bytes[at];
   switch(letter)
     {
      case 'b':
         return(8);
      case 'f':
         return(12);
      case 'n':
         return(10);
      case 'r':
         return(13);
      case 't':
         return(9);
      case 'u':
         break;
      default:
         return(letter);
     }
   int unit=0;
   for(int i=1; i<=4; i++)
     {
      int digit=m_bytes[at+i];
      if(digit<='9')
         digit-='0';
      else
         digit=(digit|0x20)-'a'+10;
      unit=unit*16+digit;
     }
   return((ushort)unit);
  }

bool CAtsJsonReader::TryText(const string path,string &value) const
  {
   int node=Find(path);
   if(node<0 || m_nodes[node].kind!=ATS_JSON_STRING)
      return(false);
   value=Decode(m_nodes[node].start,m_nodes[node].end);
   return(true);
  }

bool CAtsJsonReader::TryNumber(const string path,double &value) const
  {
   int node=Find(path);
   if(node<0 || m_nodes[node].kind!=ATS_JSON_NUMBER)
      return(false);
   double number=StringToDouble(Plain(m_nodes[node].start,m_nodes[node].end));
   if(!MathIsValidNumber(number))
      return(false);
   value=number;
   return(true);
  }

bool CAtsJsonReader::TryLong(const string path,long &value) const
  {
   int node=Find(path);
   if(node<0 || m_nodes[node].kind!=ATS_JSON_NUMBER)
      return(false);
   int at=m_nodes[node].start;
   int end=m_nodes[node].end;
   bool isNegative=(m_bytes[at]=='-');
   if(isNegative)
      at++;
   //--- gathered below zero, where there is room for one more
   long sum=0;
   for(; at<end; at++)
     {
      int digit=(int)m_bytes[at]-'0';
      if(digit<0 || digit>9)
         return(false);
      if(sum<(LONG_MIN+digit)/10)
         return(false);
      sum=sum*10-digit;
     }
   if(!isNegative && sum==LONG_MIN)
      return(false);
   value=isNegative ? sum : -sum;
   return(true);
  }

bool CAtsJsonReader::TryId(const string path,ulong &value) const
  {
   int node=Find(path);
   if(node<0 || m_nodes[node].kind!=ATS_JSON_STRING)
      return(false);
   int start=m_nodes[node].start;
   int end=m_nodes[node].end;
   if(end==start || end-start>20)
      return(false);
   ulong sum=0;
   for(int at=start; at<end; at++)
     {
      int digit=(int)m_bytes[at]-'0';
      if(digit<0 || digit>9)
         return(false);
      if(sum>(ULONG_MAX-(ulong)digit)/10)
         return(false);
      sum=sum*10+(ulong)digit;
     }
   value=sum;
   return(true);
  }

bool CAtsJsonReader::TryFlag(const string path,bool &value) const
  {
   int node=Find(path);
   if(node<0 || m_nodes[node].kind!=ATS_JSON_BOOL)
      return(false);
   value=(m_bytes[m_nodes[node].start]=='t');
   return(true);
  }

string CAtsJsonReader::Text(const string path,const string fallback) const
  {
   string value=fallback;
   TryText(path,value);
   return(value);
  }

double CAtsJsonReader::Number(const string path,const double fallback) const
  {
   double value=fallback;
   TryNumber(path,value);
   return(value);
  }

long CAtsJsonReader::Long(const string path,const long fallback) const
  {
   long value=fallback;
   TryLong(path,value);
   return(value);
  }

ulong CAtsJsonReader::Id(const string path,const ulong fallback) const
  {
   ulong value=fallback;
   TryId(path,value);
   return(value);
  }

bool CAtsJsonReader::Flag(const string path,const bool fallback) const
  {
   bool value=fallback;
   TryFlag(path,value);
   return(value);
  }

#endif
//+------------------------------------------------------------------+
