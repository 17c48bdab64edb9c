// Web colours that a status line needs; a color is 0xBBGGRR.
#pragma once

inline constexpr color clrNONE = (color)-1;
inline constexpr color clrBlack = 0x000000;
inline constexpr color clrWhite = 0xFFFFFF;
inline constexpr color clrRed = 0x0000FF;
inline constexpr color clrLime = 0x00FF00;
inline constexpr color clrGreen = 0x008000;
inline constexpr color clrBlue = 0xFF0000;
inline constexpr color clrYellow = 0x00FFFF;
inline constexpr color clrGold = 0x00D7FF;
inline constexpr color clrOrange = 0x00A5FF;
inline constexpr color clrDarkOrange = 0x008CFF;
inline constexpr color clrOrangeRed = 0x0045FF;
inline constexpr color clrTomato = 0x4763FF;
inline constexpr color clrCrimson = 0x3C14DC;
inline constexpr color clrFireBrick = 0x2222B2;
inline constexpr color clrMaroon = 0x000080;
inline constexpr color clrGray = 0x808080;
inline constexpr color clrSilver = 0xC0C0C0;
inline constexpr color clrLightGray = 0xD3D3D3;
inline constexpr color clrDarkGray = 0xA9A9A9;
inline constexpr color clrDimGray = 0x696969;
inline constexpr color clrGainsboro = 0xDCDCDC;
inline constexpr color clrWhiteSmoke = 0xF5F5F5;
inline constexpr color clrDarkGreen = 0x006400;
inline constexpr color clrForestGreen = 0x228B22;
inline constexpr color clrSeaGreen = 0x578B2E;
inline constexpr color clrLimeGreen = 0x32CD32;
inline constexpr color clrDodgerBlue = 0xFF901E;
inline constexpr color clrSteelBlue = 0xB48246;
inline constexpr color clrDarkSlateGray = 0x4F4F2F;
inline constexpr color clrSlateGray = 0x908070;
inline constexpr color clrMidnightBlue = 0x701919;
inline constexpr color clrNavy = 0x800000;
