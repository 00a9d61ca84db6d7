namespace PimSim.Driver;

/// <summary>
/// Which lane of which unit works for a channel: as many channels as a unit has lanes form a group, groups go round the units, and
/// turns of that are vectors.
/// </summary>
internal sealed class ChannelMap
{
    private readonly UnitGeometry g;

    public ChannelMap(UnitGeometry geometry, int channels)
    {
        g = geometry;
        Channels = channels;
        Groups = UnitGeometry.Ceiling(channels, geometry.Lanes);
        Vectors = UnitGeometry.Ceiling(Groups, geometry.Units);
    }

    public int Channels { get; }

    public int Groups { get; }

    /// <summary>Vectors of channels in each unit.</summary>
    public int Vectors { get; }

    /// <summary>Channels of a unit, the ones that do not exist included.</summary>
    public int PerUnit => Vectors * g.Lanes;

    /// <summary>Places on the bus whose units have channels in vector <paramref name="vector"/>.</summary>
    public int BankUnits(int vector) => g.BankUnits(Math.Min(g.Units, Groups - (vector * g.Units)));

    /// <summary>The channel of a lane, or -1.</summary>
    public int Channel(int vector, int unit, int lane)
    {
        int channel = (((vector * g.Units) + unit) * g.Lanes) + lane;
        return channel < Channels ? channel : -1;
    }

    /// <summary>The channel with number <paramref name="index"/> in a unit, or -1.</summary>
    public int ChannelInUnit(int unit, int index) => Channel(index / g.Lanes, unit, index % g.Lanes);
}
