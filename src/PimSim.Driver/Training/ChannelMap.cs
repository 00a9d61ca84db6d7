namespace PimSim.Driver;

/// <summary>
/// Which lane of which unit works for a channel: as many channels as a unit has lanes form a group, groups go round the units, and
/// turns of that are vectors.
/// </summary>
internal sealed class ChannelMap
{
    public ChannelMap(UnitGeometry geometry, int channels)
    {
        Geometry = geometry;
        Channels = channels;
        Groups = UnitGeometry.Ceiling(channels, geometry.Lanes);
        Vectors = UnitGeometry.Ceiling(Groups, geometry.Units);
    }

    public UnitGeometry Geometry { get; }

    public int Channels { get; }

    public int Groups { get; }

    /// <summary>Vectors of channels in each unit.</summary>
    public int Vectors { get; }

    /// <summary>Channels of a unit, the ones that do not exist included.</summary>
    public int PerUnit => Vectors * Geometry.Lanes;

    /// <summary>Places on the bus whose units have channels in vector <paramref name="vector"/>.</summary>
    public int BankUnits(int vector) => Geometry.BankUnits(Math.Min(Geometry.Units, Groups - (vector * Geometry.Units)));

    /// <summary>The channel of a lane, or -1.</summary>
    public int Channel(int vector, int unit, int lane)
    {
        int channel = (((vector * Geometry.Units) + unit) * Geometry.Lanes) + lane;
        return channel < Channels ? channel : -1;
    }

    /// <summary>The channel with number <paramref name="index"/> in a unit, or -1.</summary>
    public int ChannelInUnit(int unit, int index) => Channel(index / Geometry.Lanes, unit, index % Geometry.Lanes);
}
