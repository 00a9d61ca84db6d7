using System.Runtime.CompilerServices;

namespace PimSim.Device;

/// <summary>The banks that have something to do for the requests of one direction, a bit each, by command.</summary>
internal struct AbleBanks
{
    /// <summary>Banks with any command.</summary>
    public readonly ulong Any => Column | Activate | Precharge;

    /// <summary>Banks that would read or write.</summary>
    public ulong Column { get; private set; }

    /// <summary>Banks that would open a row.</summary>
    public ulong Activate { get; private set; }

    /// <summary>Banks that would close one.</summary>
    public ulong Precharge { get; private set; }

    /// <summary>A bank has nothing to do, or must wait for something else to happen first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Remove(int bank)
    {
        ulong others = ~(1UL << bank);
        Column &= others;
        Activate &= others;
        Precharge &= others;
    }

    /// <summary>A bank would take a command, of <see cref="OpenPageCommand"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Set(int bank, int command)
    {
        Remove(bank);
        ulong bit = 1UL << bank;
        Column |= command < OpenPageCommand.Activate ? bit : 0;
        Activate |= command == OpenPageCommand.Activate ? bit : 0;
        Precharge |= command == OpenPageCommand.Precharge ? bit : 0;
    }
}
