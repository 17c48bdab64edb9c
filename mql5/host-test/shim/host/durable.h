// How much of each file would survive a loss of power: what was flushed. The length is kept in a file of its own beside nothing the program
// can see, so that the harness can cut the rest after it has killed the host.
#pragma once

#include <string>

namespace host
{
namespace durable
{
/** A file is opened; content that was there before this host is durable. `isCut`: the opening emptied it. */
void opened(const std::string &path, bool isCut);
void flushed(const std::string &path, long long length);
void moved(const std::string &from, const std::string &to);
void removed(const std::string &path);
}
}
