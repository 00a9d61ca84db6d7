using PimSim.Models;

namespace PimSim.Traces;

/// <summary>
/// Which instances of each level a command reaches within its channel: its own at the level of its scope, those above
/// that contain it, all those below. Instances are numbered through the channel.
/// </summary>
internal sealed class PlaceMap
{
    public const int Levels = 5;

    private readonly Organization organization;
    private readonly int[] counts;
    private readonly int[] scopeBase = new int[Levels];
    private readonly InstanceRange[] ranges;

    public PlaceMap(Organization organization)
    {
        this.organization = organization;
        int ranks = organization.DomainsPerChannel;
        counts = [1, organization.PseudoChannels, ranks, ranks * organization.BankGroups, ranks * organization.Banks];
        List<InstanceRange> all = [];
        for (int scope = 0; scope < Levels; scope++)
        {
            scopeBase[scope] = all.Count;
            for (int i = 0; i < counts[scope]; i++)
            {
                for (int level = 0; level < Levels; level++)
                {
                    all.Add(Reached(scope, i, level));
                }
            }
        }

        ranges = [.. all];
    }

    /// <summary>Instances of a level in one channel.</summary>
    public int Count(LevelKind level) => counts[(int)level];

    /// <summary>By level, what a command of this scope reaches.</summary>
    public ReadOnlySpan<InstanceRange> Reach(LevelKind scope, in TimedCommand command)
    {
        int rank = (command.PseudoChannel * organization.Ranks) + command.Rank;
        int instance = scope switch
        {
            LevelKind.Channel => 0,
            LevelKind.PseudoChannel => command.PseudoChannel,
            LevelKind.Rank => rank,
            LevelKind.BankGroup => (rank * organization.BankGroups) + (command.Operands.Bank / organization.BanksPerGroup),
            _ => (rank * organization.Banks) + command.Operands.Bank,
        };
        return ranges.AsSpan(scopeBase[(int)scope] + (instance * Levels), Levels);
    }

    /// <summary>The instances of a level that have the same parent as those of <paramref name="own"/>, these included.</summary>
    public InstanceRange Family(LevelKind level, InstanceRange own)
    {
        if (level == LevelKind.Channel)
        {
            return own;
        }

        int children = counts[(int)level] / counts[(int)level - 1];
        int first = own.First / children * children;
        return new InstanceRange(first, Math.Max(children, own.Count));
    }

    /// <summary>True when instance <paramref name="a"/> of one level and <paramref name="b"/> of another contain one the other.</summary>
    public bool Overlap(LevelKind levelA, int a, LevelKind levelB, int b)
    {
        InstanceRange reached = Reached((int)levelA, a, (int)levelB);
        return b >= reached.First && b < reached.End;
    }

    private InstanceRange Reached(int scope, int instance, int level)
    {
        if (level <= scope)
        {
            return new InstanceRange(instance / (counts[scope] / counts[level]), 1);
        }

        int below = counts[level] / counts[scope];
        return new InstanceRange(instance * below, below);
    }
}
