using PimSim.Core;
using PimSim.Models;

namespace PimSim.Driver;

/// <summary>
/// Which domains compute which images. Domains in a team share the pixels of the same images; teams take consecutive
/// parts of the images, and a team's images go through the layers in groups.
/// </summary>
internal sealed class ImageSharding
{
    private ImageSharding(int domains, int shards, int groupSize, int images)
    {
        Domains = domains;
        Shards = shards;
        GroupSize = groupSize;
        Images = images;
    }

    public int Domains { get; }

    /// <summary>Domains of a team.</summary>
    public int Shards { get; }

    /// <summary>Images of a full group.</summary>
    public int GroupSize { get; }

    public int Images { get; }

    public int Teams => Domains / Shards;

    /// <summary>
    /// Spreads <paramref name="images"/> images. Where the model leaves the number of pixel shards open, images fill the
    /// domains first, and with fewer images than domains their pixels are shared.
    /// </summary>
    public static ImageSharding Create(DeviceModel model, int images)
    {
        int domains = model.Organization.Domains;
        int perChannel = model.Organization.DomainsPerChannel;
        int shards = model.PixelShards;
        if (shards == 0)
        {
            shards = 1;
            for (int s = 2; s <= domains; s++)
            {
                if (IsTeam(s, domains, perChannel) && (long)images * s <= domains)
                {
                    shards = s;
                }
            }
        }

        if (!IsTeam(shards, domains, perChannel))
        {
            throw new UserErrorException(
                "PIM0708",
                $"placement.pixelShards {shards} does not divide the {domains} domains of '{model.Name}' into whole channels or single domains",
                null,
                $"take 1 or a multiple of {perChannel} that divides {domains}");
        }

        return new ImageSharding(domains, shards, model.ImagesPerGroup, images);
    }

    /// <summary>First image of a team.</summary>
    public int FirstImage(int team) => (team * (Images / Teams)) + Math.Min(team, Images % Teams);

    /// <summary>Images of a team.</summary>
    public int TeamImages(int team) => (Images / Teams) + (team < Images % Teams ? 1 : 0);

    /// <summary>Team of a domain.</summary>
    public int Team(int domain) => domain / Shards;

    /// <summary>Place of a domain in its team.</summary>
    public int Shard(int domain) => domain % Shards;

    /// <summary>Sizes of a team's groups, in order.</summary>
    public IEnumerable<int> Groups(int team)
    {
        for (int left = TeamImages(team); left > 0; left -= GroupSize)
        {
            yield return Math.Min(left, GroupSize);
        }
    }

    private static bool IsTeam(int shards, int domains, int perChannel) =>
        domains % shards == 0 && (shards == 1 || shards % perChannel == 0);
}
