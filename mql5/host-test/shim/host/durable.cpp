#include "durable.h"

#include "settings.h"

#include <cstdio>
#include <filesystem>

namespace host
{
namespace durable
{
// The path within the sandbox, as one file name: folders are written as "%".
static std::string keptAt(const std::string &path)
  {
   if(settings().flushed.empty() || path.compare(0, settings().files.size(), settings().files) != 0)
      return std::string();
   std::string name = path.substr(settings().files.size() + 1);
   for(char &c : name)
      if(c == '/')
         c = '%';
   return settings().flushed + "/" + name;
  }

static void write(const std::string &kept, long long length)
  {
   FILE *file = fopen(kept.c_str(), "wb");
   if(file == nullptr)
      return;
   fprintf(file, "%lld", length);
   fclose(file);
  }

void opened(const std::string &path, bool isCut)
  {
   const std::string kept = keptAt(path);
   if(kept.empty())
      return;
   std::error_code none;
   if(isCut)
      write(kept, 0);
   else if(!std::filesystem::exists(kept, none))
      write(kept, std::filesystem::exists(path, none) ? (long long)std::filesystem::file_size(path, none) : 0);
  }

void flushed(const std::string &path, long long length)
  {
   const std::string kept = keptAt(path);
   if(!kept.empty())
      write(kept, length);
  }

void moved(const std::string &from, const std::string &to)
  {
   const std::string kept = keptAt(from), next = keptAt(to);
   if(kept.empty() || next.empty())
      return;
   std::error_code none;
   std::filesystem::rename(kept, next, none);
  }

void removed(const std::string &path)
  {
   const std::string kept = keptAt(path);
   if(!kept.empty())
      remove(kept.c_str());
  }
}
}
