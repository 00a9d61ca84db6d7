using System.Runtime.CompilerServices;

namespace PimSim.Traces;

/// <summary>
/// Scans bytes of whole lines: every text ends with a line end, so each scan stops within it. Positions, not slices, so that
/// the compiler keeps everything in registers.
/// </summary>
internal static class TextScan
{
    /// <summary>What a scan returns for a number that does not fit.</summary>
    public const int TooLarge = -1;

    private const int SafeHexDigits = 16;
    private const int SafeDecimalDigits = 18;

    // A table, not comparisons: which of the digits are letters is random, and a wrong guess of the processor costs more than a load.
    private static ReadOnlySpan<byte> HexValues =>
    [
        255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
        255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
        255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 255, 255, 255, 255, 255, 255,
        255, 10, 11, 12, 13, 14, 15, 255, 255, 255, 255, 255, 255, 255, 255, 255,
        255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
        255, 10, 11, 12, 13, 14, 15, 255, 255, 255, 255, 255, 255, 255, 255, 255,
        255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
        255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
        255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
        255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
        255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
        255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
        255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
        255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
        255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
    ];

    /// <summary>Value of a hexadecimal digit, 255 for others.</summary>
    public static byte HexDigit(byte character) => HexValues[character];

    /// <summary>The next position that is no blank; a line end is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int SkipBlanks(ReadOnlySpan<byte> text, int at)
    {
        while (IsBlank(text[at]))
        {
            at++;
        }

        return at;
    }

    /// <summary>Space, tab, or the first half of a DOS line end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsBlank(byte character) => character is (byte)' ' or (byte)'\t' or (byte)'\r';

    /// <summary>Whether a word ends here.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool EndsWord(byte character) => IsBlank(character) || character == '\n';

    /// <summary>Behind a <c>0x</c>, if there is one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int SkipHexPrefix(ReadOnlySpan<byte> text, int at) => HasHexPrefix(text, at) ? at + 2 : at;

    /// <summary>Whether there is a <c>0x</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool HasHexPrefix(ReadOnlySpan<byte> text, int at) => text[at] == '0' && (text[at + 1] | 0x20) == 'x';

    /// <summary>A hexadecimal number without prefix: the position behind it, the same one where there is none, or <see cref="TooLarge"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Hex(ReadOnlySpan<byte> text, int at, out ulong value)
    {
        value = 0;
        int start = at;
        while (true)
        {
            byte digit = HexValues[text[at]];
            if (digit > 15)
            {
                break;
            }

            value = (value << 4) | digit;
            at++;
        }

        return at - start <= SafeHexDigits || FitsHex(text[start..at]) ? at : TooLarge;
    }

    /// <summary>A decimal number from 0 to 2^63 - 1, with the results of <see cref="Hex"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Decimal(ReadOnlySpan<byte> text, int at, out long value)
    {
        value = 0;
        int start = at;
        while (true)
        {
            int digit = text[at] - '0';
            if ((uint)digit > 9)
            {
                break;
            }

            value = unchecked((value * 10) + digit);
            at++;
        }

        return at - start <= SafeDecimalDigits || FitsDecimal(text[start..at]) ? at : TooLarge;
    }

    /// <summary>A <c>0x</c> number or a decimal one, with the results of <see cref="Hex"/>.</summary>
    public static int Number(ReadOnlySpan<byte> text, int at, out ulong value)
    {
        if (HasHexPrefix(text, at))
        {
            int end = Hex(text, at + 2, out value);
            return end == at + 2 ? at : end;
        }

        int decimalEnd = Decimal(text, at, out long number);
        value = (ulong)number;
        return decimalEnd;
    }

    private static bool FitsHex(ReadOnlySpan<byte> digits) => digits.TrimStart((byte)'0').Length <= SafeHexDigits;

    private static bool FitsDecimal(ReadOnlySpan<byte> digits)
    {
        ReadOnlySpan<byte> significant = digits.TrimStart((byte)'0');
        ReadOnlySpan<byte> largest = "9223372036854775807"u8;
        return significant.Length < largest.Length || (significant.Length == largest.Length && significant.SequenceCompareTo(largest) <= 0);
    }
}
