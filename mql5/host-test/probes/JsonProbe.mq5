//+------------------------------------------------------------------+
//|                                                    JsonProbe.mq5 |
//| Reads cases from a file, asks the reader, answers by the writer. |
//+------------------------------------------------------------------+
#property version "1.00"

#include <ATS/Hash.mqh>
#include <ATS/JsonReader.mqh>
#include <ATS/JsonWriter.mqh>

#define ATS_PROBE_CASES   "ATS\\json-cases.bin"
#define ATS_PROBE_ANSWERS "ATS\\json-answers.txt"

//+------------------------------------------------------------------+
//| A case: u32 bytes, the text; u32 paths, each u32 bytes and text. |
//| Its answer is a line: null where the text is refused, else an    |
//| array of what stands at each path.                               |
//+------------------------------------------------------------------+
void OnStart()
  {
   int cases=FileOpen(ATS_PROBE_CASES,FILE_READ|FILE_BIN);
   int answers=FileOpen(ATS_PROBE_ANSWERS,FILE_WRITE|FILE_BIN);
   if(cases==INVALID_HANDLE || answers==INVALID_HANDLE)
      return;
   CAtsJsonReader reader;
   uchar text[];
   uchar line[];
   while(!FileIsEnding(cases))
     {
      int length=ReadChunk(cases,text);
      bool isRead=reader.Parse(text,length);
      int paths=FileReadInteger(cases);
      CAtsJsonWriter json;
      json.BeginArray();
      for(int i=0; i<paths; i++)
        {
         length=ReadChunk(cases,text);
         WriteAnswer(reader,length>0 ? CharArrayToString(text,0,length,CP_UTF8) : "",json);
        }
      json.EndArray();
      AtsUtf8((isRead ? json.Text() : "null")+"\n",line);
      if(FileWriteArray(answers,line)!=(uint)ArraySize(line))
         break;
     }
   FileClose(cases);
   FileClose(answers);
  }

int ReadChunk(const int file,uchar &bytes[])
  {
   int length=FileReadInteger(file);
   ArrayResize(bytes,length);
   return(length>0 ? (int)FileReadArray(file,bytes,0,length) : 0);
  }

//--- The value itself; for an array or object its kind and count; "missing" in an array of its own where there is none.
void WriteAnswer(const CAtsJsonReader &reader,const string path,CAtsJsonWriter &json)
  {
   switch(reader.Kind(path))
     {
      case ATS_JSON_NULL:
         json.Null();
         break;
      case ATS_JSON_BOOL:
         json.Bool(reader.Flag(path));
         break;
      case ATS_JSON_NUMBER:
         WriteNumber(reader,path,json);
         break;
      case ATS_JSON_STRING:
         json.String(reader.Text(path));
         break;
      case ATS_JSON_ARRAY:
         WriteContainer("array",reader.Count(path),json);
         break;
      case ATS_JSON_OBJECT:
         WriteContainer("object",reader.Count(path),json);
         break;
      default:
         WriteContainer("missing",0,json);
     }
  }

//--- What TryLong takes is written as it took it, so that both ways of reading a number are seen.
void WriteNumber(const CAtsJsonReader &reader,const string path,CAtsJsonWriter &json)
  {
   long whole=0;
   json.BeginObject();
   json.KeyNumber("number",reader.Number(path));
   if(reader.TryLong(path,whole))
      json.KeyLong("whole",whole);
   json.EndObject();
  }

void WriteContainer(const string kind,const int count,CAtsJsonWriter &json)
  {
   json.BeginObject();
   json.KeyLong(kind,count);
   json.EndObject();
  }
//+------------------------------------------------------------------+
