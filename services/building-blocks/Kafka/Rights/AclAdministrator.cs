using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging;
using SpotifyPlatform.Kafka.Clients;

namespace SpotifyPlatform.Kafka.Rights;

/// <summary>Grants rights to principals on a broker. Idempotent: it grants only what is missing, and takes nothing away.</summary>
public sealed class AclAdministrator : IDisposable
{
    private const string AnyHost = "*";

    private readonly KafkaClients clients;
    private readonly BrokerAdmin broker;

    public AclAdministrator(KafkaOptions options, ILogger<AclAdministrator> logger)
    {
        clients = new KafkaClients(options, logger);
        broker = new BrokerAdmin(clients);
    }

    /// <summary>Those of the rights that no ACL of the principal's own gives it.</summary>
    /// <param name="principal">Such as <c>User:xref</c>.</param>
    /// <exception cref="KafkaRefusedException">This user may not look at ACLs, or the brokers keep none.</exception>
    public async Task<IReadOnlyList<WantedRight>> MissingAsync(string principal, IReadOnlyList<WantedRight> wanted, CancellationToken cancellationToken)
    {
        var ofPrincipal = new AclBindingFilter
        {
            PatternFilter = new() { Type = ResourceType.Any, ResourcePatternType = ResourcePatternType.Literal },
            EntryFilter = new() { Principal = principal, Host = AnyHost, Operation = AclOperation.Any, PermissionType = AclPermissionType.Allow },
        };
        try
        {
            var options = new DescribeAclsOptions { RequestTimeout = clients.Options.RequestTimeout };
            var found = (await broker.Client.DescribeAclsAsync(ofPrincipal, options).WaitAsync(cancellationToken).ConfigureAwait(false)).AclBindings;
            return [.. wanted.Except(found.Select(acl => new WantedRight(acl.Pattern.Type, acl.Pattern.Name, acl.Entry.Operation)))];
        }
        catch (KafkaException ex)
        {
            throw broker.Fault(ex.Error, $"A look at the ACLs of {principal}", ex);
        }
    }

    /// <summary>Grants what is missing. Brokers know of it within moments.</summary>
    /// <returns>What was missing.</returns>
    /// <exception cref="KafkaRefusedException">This user may not change ACLs.</exception>
    public async Task<IReadOnlyList<WantedRight>> GrantAsync(string principal, IReadOnlyList<WantedRight> wanted, CancellationToken cancellationToken)
    {
        var missing = await MissingAsync(principal, wanted, cancellationToken).ConfigureAwait(false);
        if (missing.Count == 0)
            return missing;
        try
        {
            var options = new CreateAclsOptions { RequestTimeout = clients.Options.RequestTimeout };
            await broker.Client.CreateAclsAsync(missing.Select(right => Acl(principal, right)), options).WaitAsync(cancellationToken).ConfigureAwait(false);
            return missing;
        }
        catch (CreateAclsException ex)
        {
            throw broker.Fault(ex.Results.First(result => result.Error.IsError).Error, $"A grant to {principal}", ex);
        }
        catch (KafkaException ex)
        {
            throw broker.Fault(ex.Error, $"A grant to {principal}", ex);
        }
    }

    public void Dispose() => broker.Dispose();

    private static AclBinding Acl(string principal, WantedRight right) => new()
    {
        Pattern = new() { Type = right.Resource, Name = right.Name, ResourcePatternType = ResourcePatternType.Literal },
        Entry = new() { Principal = principal, Host = AnyHost, Operation = right.Operation, PermissionType = AclPermissionType.Allow },
    };
}
