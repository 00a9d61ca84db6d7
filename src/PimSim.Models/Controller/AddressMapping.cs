using System.Numerics;

namespace PimSim.Models;

/// <summary>
/// Cuts addresses into places: an order of bit fields above the bits of one burst, then exclusive ors of fields
/// (permutation-based interleaving, Zhang et al., MICRO 2000). A bijection on the device's capacity.
/// </summary>
public sealed class AddressMapping
{
    private const int Fields = 7;

    private readonly AddressSegment[] segments;
    private readonly AddressXor[] xors;
    private readonly int burstBits;
    private readonly int banksPerGroupBits;

    // Where no field is cut and none mixed, a shift and a mask for each.
    private readonly bool whole;
    private readonly int[] shifts = new int[Fields];
    private readonly int[] masks = new int[Fields];

    /// <param name="organization">Sizes, all powers of two.</param>
    /// <param name="segmentsFromLow">Segments from the lowest address bit up; together each bit of each field once.</param>
    /// <param name="xors">Applied in order.</param>
    public AddressMapping(Organization organization, IReadOnlyList<AddressSegment> segmentsFromLow, IReadOnlyList<AddressXor> xors)
    {
        segments = [.. segmentsFromLow.Where(s => s.Bits > 0)];
        this.xors = [.. xors];
        burstBits = BitOperations.Log2((uint)(organization.AccessBits / 8));
        banksPerGroupBits = BitOperations.Log2((uint)organization.BanksPerGroup);
        AddressBits = burstBits + segments.Sum(s => s.Bits);
        whole = this.xors.Length == 0 && segments.Select(s => s.Field).Distinct().Count() == segments.Length;
        int at = burstBits;
        foreach (AddressSegment s in segments)
        {
            shifts[(int)s.Field] = at;
            masks[(int)s.Field] = (1 << s.Bits) - 1;
            at += s.Bits;
        }
    }

    /// <summary>Address bits that mean something; those above are ignored.</summary>
    public int AddressBits { get; }

    /// <summary>Segments from the lowest address bit up.</summary>
    public IReadOnlyList<AddressSegment> Segments => segments;

    /// <summary>Exclusive ors.</summary>
    public IReadOnlyList<AddressXor> Xors => xors;

    /// <summary>Where a byte lies.</summary>
    public RequestPlace Decode(ulong address)
    {
        if (whole)
        {
            return new RequestPlace(
                Part(address, AddressField.Channel),
                Part(address, AddressField.PseudoChannel),
                Part(address, AddressField.Rank),
                (Part(address, AddressField.BankGroup) << banksPerGroupBits) | Part(address, AddressField.Bank),
                Part(address, AddressField.Row),
                Part(address, AddressField.Column));
        }

        Span<int> f = stackalloc int[Fields];
        f.Clear();
        ulong rest = address >> burstBits;
        foreach (AddressSegment s in segments)
        {
            f[(int)s.Field] |= (int)(rest & ((1UL << s.Bits) - 1)) << s.Low;
            rest >>= s.Bits;
        }

        foreach (AddressXor x in xors)
        {
            Mix(f, x);
        }

        return new RequestPlace(
            f[(int)AddressField.Channel],
            f[(int)AddressField.PseudoChannel],
            f[(int)AddressField.Rank],
            (f[(int)AddressField.BankGroup] << banksPerGroupBits) | f[(int)AddressField.Bank],
            f[(int)AddressField.Row],
            f[(int)AddressField.Column]);
    }

    /// <summary>The address of a burst's first byte: the inverse of <see cref="Decode"/>.</summary>
    public ulong Encode(in RequestPlace place)
    {
        Span<int> f = stackalloc int[Fields];
        f[(int)AddressField.Channel] = place.Channel;
        f[(int)AddressField.PseudoChannel] = place.PseudoChannel;
        f[(int)AddressField.Rank] = place.Rank;
        f[(int)AddressField.BankGroup] = place.Bank >> banksPerGroupBits;
        f[(int)AddressField.Bank] = place.Bank & ((1 << banksPerGroupBits) - 1);
        f[(int)AddressField.Row] = place.Row;
        f[(int)AddressField.Column] = place.Column;
        for (int i = xors.Length - 1; i >= 0; i--)
        {
            Mix(f, xors[i]);
        }

        ulong address = 0;
        int at = burstBits;
        foreach (AddressSegment s in segments)
        {
            ulong bits = ((ulong)(uint)f[(int)s.Field] >> s.Low) & ((1UL << s.Bits) - 1);
            address |= bits << at;
            at += s.Bits;
        }

        return address;
    }

    private int Part(ulong address, AddressField field) => (int)(address >> shifts[(int)field]) & masks[(int)field];

    private static void Mix(Span<int> f, in AddressXor x)
    {
        int bits = (f[(int)x.Source] >> x.SourceLow) & ((1 << x.Bits) - 1);
        f[(int)x.Target] ^= bits << x.TargetLow;
    }
}
