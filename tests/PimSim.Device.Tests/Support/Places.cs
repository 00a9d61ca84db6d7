using PimSim.Models;

namespace PimSim.Device.Tests;

/// <summary>
/// Which instances of a level two commands have in common, worked out bank by bank: a command reaches the banks of its
/// scope, a bank lies in one instance of each level.
/// </summary>
internal sealed class Places
{
    private readonly Organization organization;

    public Places(Organization organization)
    {
        this.organization = organization;
    }

    /// <summary>The instances of <paramref name="level"/> in the channel that the command reaches.</summary>
    public HashSet<(int PseudoChannel, int Rank, int Group, int Bank)> Instances(LevelKind level, PlacedCommand c)
    {
        HashSet<(int, int, int, int)> result = [];
        int ownPseudoChannel = c.Domain / organization.Ranks;
        int ownRank = c.Domain % organization.Ranks;
        for (int p = 0; p < organization.PseudoChannels; p++)
        {
            for (int r = 0; r < organization.Ranks; r++)
            {
                for (int b = 0; b < organization.Banks; b++)
                {
                    bool reached = c.Command.Scope switch
                    {
                        LevelKind.Channel => true,
                        LevelKind.PseudoChannel => p == ownPseudoChannel,
                        LevelKind.Rank => p == ownPseudoChannel && r == ownRank,
                        LevelKind.BankGroup => p == ownPseudoChannel && r == ownRank && b / organization.BanksPerGroup == c.Bank / organization.BanksPerGroup,
                        _ => p == ownPseudoChannel && r == ownRank && b == c.Bank,
                    };
                    if (reached)
                    {
                        result.Add(Instance(level, p, r, b));
                    }
                }
            }
        }

        return result;
    }

    /// <summary>True when the rule counts the two commands together.</summary>
    public bool Meet(TimingRule rule, PlacedCommand from, PlacedCommand to)
    {
        var a = Instances(rule.Level, from);
        var b = Instances(rule.Level, to);
        return rule.Sibling ? b.Any(i => !a.Contains(i) && a.Any(o => Parent(rule.Level, o) == Parent(rule.Level, i))) : a.Overlaps(b);
    }

    private static (int PseudoChannel, int Rank, int Group) Parent(LevelKind level, (int PseudoChannel, int Rank, int Group, int Bank) i) => level switch
    {
        LevelKind.Bank => (i.PseudoChannel, i.Rank, i.Group),
        LevelKind.BankGroup => (i.PseudoChannel, i.Rank, -1),
        LevelKind.Rank => (i.PseudoChannel, -1, -1),
        _ => (-1, -1, -1),
    };

    private (int PseudoChannel, int Rank, int Group, int Bank) Instance(LevelKind level, int p, int r, int b) => (
        level >= LevelKind.PseudoChannel ? p : -1,
        level >= LevelKind.Rank ? r : -1,
        level >= LevelKind.BankGroup ? b / organization.BanksPerGroup : -1,
        level >= LevelKind.Bank ? b : -1);
}
