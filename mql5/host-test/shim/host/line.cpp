#include "line.h"

namespace host
{
Line parseLine(std::string_view text)
  {
   Line line(1);
   for(size_t i = 0; i < text.size(); i++)
     {
      if(text[i] == '\t')
         line.emplace_back();
      else if(text[i] == '\\' && i + 1 < text.size())
        {
         const char code = text[++i];
         line.back() += code == 't' ? '\t' : code == 'n' ? '\n' : code == 'r' ? '\r' : code;
        }
      else
         line.back() += text[i];
     }
   return line;
  }

std::string formatLine(const Line &line)
  {
   std::string text;
   for(size_t i = 0; i < line.size(); i++)
     {
      if(i > 0)
         text += '\t';
      for(const char c : line[i])
         switch(c)
           {
            case '\t': text += "\\t"; break;
            case '\n': text += "\\n"; break;
            case '\r': text += "\\r"; break;
            case '\\': text += "\\\\"; break;
            default: text += c;
           }
     }
   return text + "\n";
  }
}
