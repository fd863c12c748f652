using System.Reflection;
using Microsoft.AspNetCore.Mvc.Controllers;

namespace OpenViduMeet.WebApi.Controllers;

/// <summary>Finds the controllers, although they are internal.</summary>
internal sealed class InternalControllers : ControllerFeatureProvider
{
    protected override bool IsController(TypeInfo typeInfo) =>
        typeInfo.IsAssignableTo(typeof(MeetController)) && !typeInfo.IsAbstract;
}
