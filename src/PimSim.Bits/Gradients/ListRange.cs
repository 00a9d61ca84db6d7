namespace PimSim.Bits;

/// <summary>A list in memory that does not move.</summary>
internal readonly unsafe struct ListRange(ListEntry* begin, ListEntry* end)
{
    public readonly ListEntry* Begin = begin;
    public readonly ListEntry* End = end;
}
