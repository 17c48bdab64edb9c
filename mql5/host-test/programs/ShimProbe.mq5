//+------------------------------------------------------------------+
//|                                                    ShimProbe.mq5 |
//|  Proves the host: every part of the API that our programs lean on |
//+------------------------------------------------------------------+
#property copyright "ATS Cockpit"
#property version   "1.00"

struct AtsProbeRecord
  {
   uint              length;
   uchar             kind;
   ushort            flags;
   double            price;
  };

int g_failures=0;

//+------------------------------------------------------------------+
void Expect(const string what,const string got,const string wanted)
  {
   if(got==wanted)
      return;
   g_failures++;
   PrintFormat("FAILED %s: got '%s', wanted '%s'",what,got,wanted);
  }
//+------------------------------------------------------------------+
void ProbeArrays()
  {
   int values[];
   ArrayResize(values,3);
   for(int i=0; i<3; i++)
      values[i]=i*10;
   ArraySetAsSeries(values,true);
   Expect("series",IntegerToString(values[0]),"20");
   ArraySetAsSeries(values,false);
   ArrayCopy(values,values,1,0,2);
   Expect("overlapping copy",IntegerToString(values[2]),"10");
   ArrayRemove(values,0,1);
   Expect("remove",IntegerToString(ArraySize(values)),"2");
   AtsProbeRecord record;
   record.length=7;
   record.kind=2;
   record.flags=513;
   record.price=1.5;
   uchar bytes[];
   Expect("to bytes",StructToCharArray(record,bytes) ? "yes" : "no","yes");
   Expect("packed size",IntegerToString(ArraySize(bytes)),"15");
   Expect("little endian",StringFormat("%02x%02x",bytes[5],bytes[6]),"0102");
   AtsProbeRecord again;
   Expect("from bytes",CharArrayToStruct(again,bytes) ? "yes" : "no","yes");
   Expect("back from bytes",DoubleToString(again.price,1),"1.5");
  }
//+------------------------------------------------------------------+
void ProbeStrings()
  {
   Expect("format",StringFormat("%05.1f|%-4s|%I64d|%u|%x|%%",3.14159,"ab",(long)-9000000000,(uint)4000000000,255),"003.1|ab  |-9000000000|4000000000|ff|%");
   Expect("unsigned 64",StringFormat("%I64u",(ulong)18446744073709551615),"18446744073709551615");
   string parts[];
   Expect("split",IntegerToString(StringSplit("a,b,,c",',',parts)),"4");
   Expect("split item",parts[3],"c");
   string text="Hello World";
   StringReplace(text,"World","There");
   Expect("replace",text,"Hello There");
   StringToLower(text);
   Expect("lower",text,"hello there");
   Expect("substring",StringSubstr(text,6,5),"there");
   Expect("find",IntegerToString(StringFind(text,"there")),"6");
   string blank="  x  ";
   StringTrimLeft(blank);
   StringTrimRight(blank);
   Expect("trim",blank,"x");
   Expect("number",(string)StringToDouble("-12.75"),"-12.75");
   Expect("long",IntegerToString(StringToInteger("9007199254740993")),"9007199254740993");
   uchar utf[];
   Expect("utf-8 with its zero",IntegerToString(StringToCharArray("\x20AC",utf,0,WHOLE_ARRAY,CP_UTF8)),"4");
   Expect("utf-8 and back",CharArrayToString(utf,0,WHOLE_ARRAY,CP_UTF8),"\x20AC");
   string nothing=NULL;
   Expect("null is not empty",(nothing==NULL && nothing!="") ? "yes" : "no","yes");
   Expect("time",TimeToString(D'2024.02.29 23:59:58',TIME_DATE|TIME_SECONDS),"2024.02.29 23:59:58");
   MqlDateTime parts_of;
   TimeToStruct(D'2024.12.31 12:00',parts_of);
   Expect("day of the year",IntegerToString(parts_of.day_of_year),"365");
   Expect("day of the week",IntegerToString(parts_of.day_of_week),"2");
   Expect("enumeration",EnumToString(PERIOD_H1),"PERIOD_H1");
  }
//+------------------------------------------------------------------+
string Sha256(const string text)
  {
   uchar data[],key[],digest[];
   int   count=StringToCharArray(text,data,0,WHOLE_ARRAY,CP_UTF8)-1;
   ArrayResize(data,count);
   if(CryptEncode(CRYPT_HASH_SHA256,data,key,digest)!=32)
      return("no digest");
   string hex="";
   for(int i=0; i<ArraySize(digest); i++)
      hex+=StringFormat("%02x",digest[i]);
   return(hex);
  }
//+------------------------------------------------------------------+
//| The vectors of FIPS 180-4's examples                             |
//+------------------------------------------------------------------+
void ProbeCrypt()
  {
   Expect("sha-256 of nothing",Sha256(""),"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
   Expect("sha-256 of abc",Sha256("abc"),"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
   Expect("sha-256 of two blocks",Sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
          "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  }
//+------------------------------------------------------------------+
void ProbeFiles()
  {
   int handle=FileOpen("Probe\\lines.txt",FILE_WRITE|FILE_TXT|FILE_ANSI);
   Expect("bytes of text",IntegerToString((long)FileWriteString(handle,"first\r\nsecond\r\n")),"15");
   FileClose(handle);
   handle=FileOpen("Probe\\lines.txt",FILE_READ|FILE_TXT|FILE_ANSI);
   Expect("first line",FileReadString(handle),"first");
   Expect("second line",FileReadString(handle),"second");
   Expect("end",FileIsEnding(handle) ? "yes" : "no","yes");
   FileClose(handle);
   handle=FileOpen("Probe\\lines.txt",FILE_READ|FILE_WRITE|FILE_BIN);
   Expect("opened for both, it keeps its content",IntegerToString((long)FileSize(handle)),"15");
   int second=FileOpen("Probe\\lines.txt",FILE_READ|FILE_BIN);
   Expect("no second handle without sharing",IntegerToString(second),"-1");
   Expect("its error",IntegerToString(GetLastError()),IntegerToString(ERR_CANNOT_OPEN_FILE));
   Expect("seek",FileSeek(handle,0,SEEK_END) ? "yes" : "no","yes");
   uchar more[4]= {1,2,3,4};
   Expect("append",IntegerToString(FileWriteArray(handle,more)),"4");
   FileFlush(handle);
   FileClose(handle);
   Expect("exists",FileIsExist("Probe\\lines.txt") ? "yes" : "no","yes");
   Expect("move",FileMove("Probe\\lines.txt",0,"Probe\\moved.txt",FILE_REWRITE) ? "yes" : "no","yes");
   Expect("moved away",FileIsExist("Probe\\lines.txt") ? "yes" : "no","no");
   Expect("out of the sandbox",IntegerToString(FileOpen("..\\escaped.txt",FILE_WRITE|FILE_BIN)),"-1");
   Expect("delete",FileDelete("Probe\\moved.txt") ? "yes" : "no","yes");
  }
//+------------------------------------------------------------------+
int OnInit()
  {
   ProbeArrays();
   ProbeStrings();
   ProbeCrypt();
   ProbeFiles();
   PrintFormat("PROBE %d failures",g_failures);
   return(g_failures==0 ? INIT_SUCCEEDED : INIT_FAILED);
  }
//+------------------------------------------------------------------+
