using System.Runtime.Intrinsics;

namespace PimSim.Bits;

/// <summary>Register k of sixteen whose set bits are to be counted; a struct, so that the adders inline it.</summary>
internal interface IWordSource
{
    Vector512<ulong> Get(int k);
}
