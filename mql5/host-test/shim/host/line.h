// One line of the host link: a verb and fields, separated by tabs. In a field, \\ \t \n \r stand for the characters of C.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace host
{
typedef std::vector<std::string> Line;

Line parseLine(std::string_view text);
std::string formatLine(const Line &line);
}
